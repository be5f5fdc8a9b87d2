"""A stand-in for a language model's server on the loopback: it answers by a script, and keeps what it was asked."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def answer(content, finish="stop", refusal=None):
    """A chat completion with this text in it."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    return 200, {"id": "1", "object": "chat.completion", "created": 1, "model": "m",
                 "choices": [{"index": 0, "finish_reason": finish, "message": message}]}


def claims(*found):
    """A chat completion with these claims."""
    return answer(json.dumps({"claims": list(found)}))


def fault(status, message):
    """An error as OpenAI words it."""
    return status, {"error": {"message": message, "type": "x", "code": "x"}}


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server = self.server
        server.asked.append((self.path, json.loads(body), self.headers))
        script = server.script
        reply = script(json.loads(body)) if callable(script) else script[min(len(server.asked), len(script)) - 1]
        if reply == "silence":
            server.silent.wait(10)
            return
        status, content = reply
        text = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.send_header("retry-after-ms", "1")
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


@contextmanager
def stand_in(script):
    """A server that answers by `script`: replies in turn, the last one for ever, or a function of the request."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.script, server.asked, server.silent = script, [], threading.Event()
    server.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.silent.set()
        server.shutdown()
        server.server_close()
        thread.join()
