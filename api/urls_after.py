"""Addresses of the API for what follows a decision."""

from django.urls import path

from api.views.after import checklist

CONTEST = "contests/<uuid:contest_id>"
ITEM = f"{CONTEST}/handovers/<int:award_id>/items/<int:item_id>"

after = [
    path(f"{ITEM}/delivered", checklist.MarkDelivered.as_view(), name="item-delivered"),
    path(f"{ITEM}/tick", checklist.Tick.as_view(), name="item-tick"),
    path(f"{ITEM}/missing", checklist.SayMissing.as_view(), name="item-missing"),
]
