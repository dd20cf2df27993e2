"""Addresses of what comes before and beside an entry: splits offered to a team, large files sent in pieces."""

from django.urls import path

from api.views import splits, uploads

SPLIT = "splits/<uuid:split_ref>"

urlpatterns = [
    path("me/splits", splits.MySplits.as_view(), name="my-splits"),
    path("contests/<uuid:contest_id>/splits", splits.OfferSplit.as_view(), name="contest-splits"),
    path(SPLIT, splits.SplitDetail.as_view(), name="split"),
    path(f"{SPLIT}/sign", splits.SignSplit.as_view(), name="sign-split"),
    path(f"{SPLIT}/decline", splits.DeclineSplit.as_view(), name="decline-split"),
    path(f"{SPLIT}/withdraw", splits.WithdrawSplit.as_view(), name="withdraw-split"),
    path("uploads", uploads.Uploads.as_view(), name="uploads"),
    path("uploads/<uuid:upload_id>", uploads.UploadDetail.as_view(), name="upload"),
]
