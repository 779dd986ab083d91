"""A key-management script as written against LiteLLM: plain requests, no knowledge of what answers. Prints one JSON object."""

import json
import os
import sys

import requests

BASE = os.environ["PROXY_BASE_URL"]
ADMIN = {"Authorization": f"Bearer {os.environ['PROXY_MASTER_KEY']}"}
MODEL = os.environ["PROXY_MODEL"]
seen = {}


def post(path, body, headers=ADMIN, status=200):
    response = requests.post(BASE + path, json=body, headers=headers, timeout=30)
    assert response.status_code == status, (path, response.status_code, response.text)
    return response.json()


def get(path, headers=ADMIN, status=200, **params):
    response = requests.get(BASE + path, params=params, headers=headers, timeout=30)
    assert response.status_code == status, (path, response.status_code, response.text)
    return response.json()


def chat(key, status=200):
    body = {"model": MODEL, "messages": [{"role": "user", "content": "Hello"}]}
    return post("/chat/completions", body, {"Authorization": f"Bearer {key}"}, status)


budget = post("/budget/new", {"budget_id": "starter", "max_budget": 10, "budget_duration": "30d"})
team = post("/team/new", {"team_alias": "tools", "models": [MODEL], "budget_id": budget["budget_id"]})
user = post("/user/new", {"user_id": "ann", "user_email": "ann@example.com", "teams": [team["team_id"]]})
assert user["key"].startswith("sk-")
post("/team/member_add", {"team_id": team["team_id"], "member": [{"role": "user", "user_id": "bob"}]})
info = get("/team/info", team_id=team["team_id"])
seen["members"] = sorted(member["user_id"] for member in info["team_info"]["members_with_roles"])

key = post(
    "/key/generate",
    {
        "key_alias": "ci",
        "models": [MODEL],
        "duration": "30d",
        "max_budget": 5,
        "budget_duration": "1d",
        "tpm_limit": 100000,
        "rpm_limit": 100,
        "team_id": team["team_id"],
        "user_id": "ann",
        "metadata": {"purpose": "ci"},
        "tags": ["nightly"],
    },
)
seen["answer"] = chat(key["key"])["choices"][0]["message"]["role"]
seen["spend_known"] = isinstance(get("/key/info", key=key["key"])["info"]["spend"], (int, float))

post("/key/update", {"key": key["key"], "max_budget": 7})
seen["max_budget"] = get("/key/info", key=key["key"])["info"]["max_budget"]

post("/key/block", {"key": key["key"]})
chat(key["key"], status=401)
post("/key/unblock", {"key": key["key"]})

renewed = post("/key/regenerate", {"key": key["key"]})
chat(key["key"], status=401)
chat(renewed["key"])

listed = get("/key/list", key_alias="ci", return_full_object="true")
seen["listed"] = [row["key_alias"] for row in listed["keys"]]
seen["deleted"] = len(post("/key/delete", {"keys": [renewed["key"]]})["deleted_keys"])
chat(renewed["key"], status=401)
seen["status"] = get("/key/info", key=renewed["key"])["info"]["status"]
seen["users_deleted"] = post("/user/delete", {"user_ids": ["ann"]})
post("/team/delete", {"team_ids": [team["team_id"]]})
json.dump(seen, sys.stdout)
