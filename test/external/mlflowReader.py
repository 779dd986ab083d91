"""What MLflow's own client finds of the calls that went through the gateway: runs, and traces by search."""
import json
import os

import mlflow
from mlflow.tracking import MlflowClient

client = MlflowClient()
runs_experiment = client.get_experiment_by_name(os.environ["RUNS_EXPERIMENT"])
runs = client.search_runs([runs_experiment.experiment_id], order_by=["attributes.start_time ASC"])

found_runs = []
for run in runs:
    files = {
        file.path: mlflow.artifacts.load_text(f"{run.info.artifact_uri}/{file.path}")
        for file in client.list_artifacts(run.info.run_id)
    }
    found_runs.append(
        {
            "name": run.info.run_name,
            "status": run.info.status,
            "ended": run.info.end_time is not None,
            "params": run.data.params,
            "metrics": run.data.metrics,
            "tags": run.data.tags,
            "files": files,
        }
    )

experiment = client.get_experiment_by_name(os.environ["TRACES_EXPERIMENT"])


def search(filter_string):
    traces = client.search_traces(locations=[experiment.experiment_id], filter_string=filter_string)
    return [
        {
            "state": str(trace.info.state.value),
            "tags": trace.info.tags,
            "metadata": trace.info.trace_metadata,
            "tokens": trace.info.token_usage,
            "cost": getattr(trace.info, "cost", None),
            "feedback": [
                {"name": each.name, "value": each.feedback.value, "rationale": each.rationale, "by": each.source.source_id}
                for each in trace.info.assessments
            ],
            "spans": [
                {"name": span.name, "type": span.span_type, "inputs": span.inputs, "outputs": span.outputs}
                for span in trace.data.spans
            ],
        }
        for trace in traces
    ]


print(
    json.dumps(
        {
            "runs": found_runs,
            "traces": search(None),
            "session": search(f"metadata.`mlflow.trace.session` = '{os.environ['SESSION']}'"),
            "user": search(f"metadata.`mlflow.trace.user` = '{os.environ['TRACE_USER']}'"),
            "errors": search("trace.status = 'ERROR'"),
            "tagged": search("tag.project = 'torii'"),
        }
    )
)
