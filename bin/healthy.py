"""Ask the web process in this container whether it is ready; exit 1 when it is not.

The request carries the site's own host name, because every other one is refused.
"""

import os
import sys
import urllib.request
from urllib.parse import urlsplit

site = urlsplit(os.environ.get("BASE_URL", "http://localhost:8000"))
request = urllib.request.Request(
    "http://127.0.0.1:8000/readyz", headers={"Host": site.netloc, "X-Forwarded-Proto": site.scheme}
)
try:
    with urllib.request.urlopen(request, timeout=5) as answer:
        sys.exit(answer.status != 200)
except OSError as error:
    sys.exit(f"not ready: {error}")
