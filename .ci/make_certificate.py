"""Registers a candidate who passes Foundation, and prints the candidate's id, the result's and the certificate's number.

    make_certificate.py ADDRESS TOKEN
"""

import json
import sys
import urllib.request

address, token = sys.argv[1:]


def post(path, body):
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    request = urllib.request.Request(address + path, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


candidate = post("/v1/candidates", {"family_name": "Random", "birth_date": "1980-01-01", "listed": True})
sitting = {"candidate_id": candidate["id"], "qualification": "foundation", "sat_on": "2020-01-01", "marks": 30}
result = post("/v1/results", sitting)
print(candidate["id"], result["id"], result["certificate"]["number"])
