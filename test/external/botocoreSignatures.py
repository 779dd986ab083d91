"""Signs the requests of a JSON file as botocore does, with the changes of the plugin sagemaker-mlflow, and prints the headers."""
import datetime
import json
import sys
from hashlib import sha256

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

with open(sys.argv[1], encoding="utf-8") as file:
    cases = json.load(file)

signed = []
for case in cases:
    now = datetime.datetime.fromisoformat(case["date"].replace("Z", "+00:00"))
    botocore.auth.get_current_datetime = lambda *args, **kwargs: now.replace(tzinfo=None)
    body = case.get("body", "").encode("utf-8")
    url = case["url"]
    if case["method"] in ("GET", "DELETE"):
        url = url.replace("+", "%20")
    headers = {**case["headers"], "X-Amz-Content-SHA256": sha256(body).hexdigest()}
    request = AWSRequest(method=case["method"], url=url, data=body, headers=headers)
    keys = case["credentials"]
    credentials = Credentials(keys["accessKeyId"], keys["secretAccessKey"], keys.get("sessionToken"))
    scope = case["scope"]
    auth = botocore.auth.S3SigV4Auth if scope["service"] == "s3" else botocore.auth.SigV4Auth
    auth(credentials, scope["service"], scope["region"]).add_auth(request)
    signed.append({name.lower(): value for name, value in request.headers.items()})

print(json.dumps({"version": botocore.__version__, "signed": signed}))
