"""Drives every part of LiteLLM's own proxy client. Prints one JSON object."""

import json
import os
import sys

from litellm.proxy.client import Client
from litellm.proxy.client.exceptions import UnauthorizedError
from litellm.proxy.client.users import UsersManagementClient

BASE = os.environ["PROXY_BASE_URL"]
MODEL = os.environ["PROXY_MODEL"]
client = Client(base_url=BASE, api_key=os.environ["PROXY_MASTER_KEY"])
seen = {}

seen["models"] = [model["id"] for model in client.models.list()]
seen["info"] = [model["model_name"] for model in client.models.info()]
seen["groups"] = [group["model_group"] for group in client.model_groups.info()]

added = client.models.new(
    model_name="added",
    model_params={"model": os.environ["PROXY_NEW_MODEL"]},
    model_info={"id": "added-1"},
)
seen["added"] = added["model_info"]["id"]
seen["got"] = client.models.get(model_id="added-1")["model_name"]
client.models.update(model_id="added-1", model_params={"rpm": 5}, model_info={"id": "added-1"})
seen["answer"] = client.chat.completions(
    model="added", messages=[{"role": "user", "content": "Hello"}], max_tokens=20
)["choices"][0]["message"]["role"]
chunks = client.chat.completions_stream(model=MODEL, messages=[{"role": "user", "content": "Hello"}])
seen["chunks"] = len(list(chunks)) > 1
client.models.delete(model_id="added-1")

key = client.keys.generate(models=[MODEL], key_alias="client", duration="1h", team_id=None)
seen["key"] = key["key_alias"]
seen["key_info"] = client.keys.info(key=key["key"])["info"]["key_alias"]
client.keys.update(key=key["key"], key_alias="client-2", models=[MODEL])
seen["keys"] = client.keys.list(key_alias="client-2", return_full_object=True)["total_count"]
try:
    Client(base_url=BASE, api_key=key["key"]).keys.generate()
    seen["refused"] = False
except UnauthorizedError:
    seen["refused"] = True
seen["deleted"] = len(client.keys.delete(keys=[key["key"]])["deleted_keys"])

users = UsersManagementClient(base_url=BASE, api_key=os.environ["PROXY_MASTER_KEY"])
seen["user"] = users.create_user({"user_id": "eve", "user_email": "eve@example.com"})["user_id"]
seen["users"] = [user["user_id"] for user in users.list_users()]
seen["user_info"] = users.get_user(user_id="eve")["user_id"]
users.delete_user(["eve"])

client.http.request("POST", "/team/new", json={"team_id": "tools", "team_alias": "tools"})
seen["teams"] = [team["team_id"] for team in client.teams.list()]
seen["teams_v2"] = client.teams.list_v2()["total"]
seen["available"] = client.teams.get_available()
json.dump(seen, sys.stdout)
