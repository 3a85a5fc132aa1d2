"""A small OpenID Connect server on this machine: discovery, keys, token and userinfo, as the municipality's would answer."""

import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "arbejdspladsen", "en hemmelighed"


class OidcServer:
    """Knows one account at a time (`claims`), gives a code for it and trades the code for tokens once."""

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims, self.asked, self.codes, self.broken = {}, [], {}, ""
        server = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args):
                """Stay quiet."""

            def _answer(self, body, status=200):
                content = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def do_GET(self):  # noqa: N802 (the library's name)
                server.asked.append(self.path)
                if self.path == server.broken:
                    self._answer({"error": "server_error"}, 500)
                elif self.path == "/.well-known/openid-configuration":
                    self._answer(server.discovery())
                elif self.path == "/keys":
                    self._answer({"keys": [server.public_key()]})
                elif self.path == "/userinfo":
                    known = self.headers.get("Authorization", "").removeprefix("Bearer ") in server.codes
                    self._answer(server.claims if known else {"error": "invalid_token"}, 200 if known else 401)
                else:
                    self._answer({}, 404)

            def do_POST(self):  # noqa: N802
                server.asked.append(self.path)
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                code = form.get("code", [""])[0]
                right = form.get("client_secret") == [SECRET] and server.codes.pop(code, None)
                if self.path == server.broken or not right:
                    self._answer({"error": "invalid_grant"}, 400)
                    return
                server.codes[token := secrets.token_urlsafe()] = True
                self._answer({"access_token": token, "token_type": "Bearer", "id_token": server.id_token()})

        self._http = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def close(self):
        """Stop answering."""
        self._http.shutdown()
        self._http.server_close()

    def discovery(self):
        """Return what a client reads first."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def public_key(self):
        """Return the key that tokens are signed with, as JWK."""
        return json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key())) | {"kid": "one", "alg": "RS256"}

    def id_token(self):
        """Return a signed token of the account."""
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300} | self.claims
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "one"})

    def code(self):
        """Let the account sign in there; return the code that it comes back with."""
        made = secrets.token_urlsafe()
        self.codes[made] = True
        return made
