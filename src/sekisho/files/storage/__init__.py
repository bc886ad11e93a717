"""Files that lie in object storage, under addresses `s3://bucket/name`."""

from sekisho.files.storage.addresses import address, is_object
from sekisho.files.storage.object_store import check_writable, fetch, keep

__all__ = ["address", "check_writable", "fetch", "is_object", "keep"]
