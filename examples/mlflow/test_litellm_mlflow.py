"""
Calls a model through the gateway, well and wrongly, and looks both calls up in MLflow.

    pip install mlflow
    export MLFLOW_TRACKING_URI=http://localhost:5000 MLFLOW_EXPERIMENT_NAME=/litellm-monitoring
    export LITELLM_BASE_URL=http://localhost:4000 LITELLM_MASTER_KEY=sk-change-me LITELLM_MODEL=demo-chat
    python test_litellm_mlflow.py

For MLflow on SageMaker, `pip install sagemaker-mlflow` as well, and put its ARN into MLFLOW_TRACKING_URI.
"""
import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid

from mlflow.tracking import MlflowClient

BASE_URL = os.environ.get("LITELLM_BASE_URL", "http://localhost:4000")
API_KEY = os.environ.get("LITELLM_MASTER_KEY", "sk-change-me")
MODEL = os.environ.get("LITELLM_MODEL", "demo-chat")
EXPERIMENT = os.environ.get("MLFLOW_EXPERIMENT_NAME", "/litellm-monitoring")
PATIENCE_SECONDS = 60


def call(model, text, user):
    """The id of a call: the gateway gives one to failed calls, too."""
    body = {
        "model": model,
        "messages": [{"role": "user", "content": text}],
        "max_tokens": 64,
        "temperature": 0.2,
        "user": user,
        "metadata": {"tags": ["project:torii"], "session_id": f"session-{user}"},
    }
    request = urllib.request.Request(
        f"{BASE_URL}/v1/chat/completions",
        data=json.dumps(body).encode("utf-8"),
        headers={"Authorization": f"Bearer {API_KEY}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request) as response:
            answer = json.load(response)
            print(f"{model} answers: {answer['choices'][0]['message']['content'][:80]}")
            return response.headers["x-litellm-call-id"]
    except urllib.error.HTTPError as error:
        print(f"{model} fails with status {error.code}, as it should")
        return error.headers["x-litellm-call-id"]


def wait_for_run(client, call_id):
    """Runs are written shortly after the call, by a queue that nobody waits for."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        experiment = client.get_experiment_by_name(EXPERIMENT)
        if experiment is not None:
            runs = client.search_runs([experiment.experiment_id], f"tags.litellm_call_id = '{call_id}'")
            if runs and runs[0].info.status != "RUNNING":
                return runs[0]
        time.sleep(0.5)
    sys.exit(f"No run of call {call_id} came to {EXPERIMENT} within {PATIENCE_SECONDS} s.")


def show(client, run):
    files = sorted(file.path for file in client.list_artifacts(run.info.run_id))
    print(f"run {run.info.run_name}: {run.info.status}")
    print(f"  metrics {json.dumps(run.data.metrics, sort_keys=True)}")
    print(f"  params  {json.dumps(run.data.params, sort_keys=True)}")
    print(f"  files   {', '.join(files)}")
    return files


def main():
    client = MlflowClient()
    user = f"example-{uuid.uuid4().hex[:8]}"
    good = wait_for_run(client, call(MODEL, "What is the capital of Japan?", user))
    bad = wait_for_run(client, call(os.environ.get("LITELLM_BAD_MODEL", "no-such-model"), "Hello?", user))
    good_files, bad_files = show(client, good), show(client, bad)
    assert good.info.status == "FINISHED" and good.data.metrics["total_tokens"] > 0
    assert bad.info.status == "FAILED" and "error.txt" in bad_files
    print(json.dumps({"good": good.info.status, "bad": bad.info.status, "files": good_files + bad_files}))


if __name__ == "__main__":
    main()
