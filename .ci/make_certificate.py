"""Registers a candidate who passes Foundation, sends a result file with another, and prints the candidate's id, the
result's, the certificate's number and the id of the batch that the file is.

    make_certificate.py ADDRESS TOKEN
"""

import json
import sys
import urllib.request

address, token = sys.argv[1:]


def post(path, body, media_type="application/json"):
    headers = {"Authorization": f"Bearer {token}", "Content-Type": media_type}
    content = body if media_type == "text/csv" else json.dumps(body)
    request = urllib.request.Request(address + path, content.encode(), headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


candidate = post("/v1/candidates", {"family_name": "Random", "birth_date": "1980-01-01", "listed": True})
sitting = {"candidate_id": candidate["id"], "qualification": "foundation", "sat_on": "2020-01-01", "marks": 30}
result = post("/v1/results", sitting)
file = "family_name,birth_date,qualification,sat_on,marks\nOther,1980-01-01,foundation,2020-01-01,30\n"
batch = post("/v1/result-batches", file, "text/csv")
print(candidate["id"], result["id"], result["certificate"]["number"], batch["id"])
