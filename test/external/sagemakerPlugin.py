"""What the plugin sagemaker-mlflow sends to a tracking server and to SageMaker, for the simulator to judge."""
import json

from mlflow.entities import Metric, Param, RunTag
from mlflow.tracking import MlflowClient
from sagemaker_mlflow.presigned_url import get_presigned_url

EXPERIMENT = "/litellm monitoring (a&b)"

client = MlflowClient()
experiment = client.create_experiment(EXPERIMENT)
found = client.get_experiment_by_name(EXPERIMENT).experiment_id
run = client.create_run(experiment, run_name="by the plugin", start_time=1)
client.log_batch(
    run.info.run_id,
    metrics=[Metric("latency_ms", 12.5, 1, 0)],
    params=[Param("質問", "日本の首都は？")],
    tags=[RunTag("user", "bob")],
)
print(json.dumps({"found": found == experiment, "link": get_presigned_url(300, 20000)}))
