"""Exchange a client's credentials for an access token: get_token.py ADDRESS CREDENTIALS_FILE"""

import json
import pathlib
import sys
import urllib.parse
import urllib.request

address, file = sys.argv[1:]
fields = {"grant_type": "client_credentials", **json.loads(pathlib.Path(file).read_text())}
body = urllib.parse.urlencode(fields).encode()
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
with direct.open(f"{address}/oauth/token", body) as answer:
    print(json.load(answer)["access_token"])
