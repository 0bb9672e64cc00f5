"""Media types of requests that schemathesis does not know how to write."""

import schemathesis


@schemathesis.serializer("application/x-ndjson", "text/csv", "application/pdf")
def text(context, value):
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")
