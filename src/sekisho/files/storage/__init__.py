"""Files that lie in object storage, under addresses `s3://bucket/name`."""

from sekisho.files.storage.addresses import address, is_object
from sekisho.files.storage.object_store import check_writable, fetch, fetch_if_there, keep

__all__ = ["address", "check_writable", "fetch", "fetch_if_there", "is_object", "keep"]
