"""The bot's counts, read as Prometheus reads them."""

import httpx
from prometheus_client.parser import text_string_to_metric_families


def metrics_at(address: str) -> dict[str, float]:
    """Each count with its labels' values, as one text."""
    with httpx.Client(trust_env=False) as client:
        found = client.get(f"http://{address}/metrics")
    assert found.status_code == 200
    assert found.headers["content-type"].startswith("text/plain")
    samples = (sample for family in text_string_to_metric_families(found.text) for sample in family.samples)
    return {" ".join([sample.name, *sample.labels.values()]): sample.value for sample in samples}
