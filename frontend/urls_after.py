"""Addresses of what follows a decision, in the namespace `pages`."""

from django.urls import path

from frontend.views import checklist

CONTEST = "contests/<uuid:contest_id>"

urlpatterns = [
    path("entries/<uuid:entry_id>/handover/items/<int:item_id>/", checklist.deliver_item, name="handover_item"),
    path(f"{CONTEST}/handovers/items/<int:item_id>/", checklist.answer_item, name="handover_answer"),
]
