"""The one address of the money side: where rails post their notices."""

from django.urls import path

from payouts.webhooks import receive_notice

urlpatterns = [path("rails/<slug:rail>/notices", receive_notice, name="rail_notices")]
