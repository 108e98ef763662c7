"""The servers that a publish is held to: an S3 server (moto), a proxy before it that counts, delays and drops, OpenSSH,
nginx. Each is started on a free port of this machine, with folders of its own, and ended by its number."""

import contextlib
import http.client
import os
import pathlib
import random
import shutil
import socket
import socketserver
import subprocess
import threading
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
VENV = pathlib.Path(os.environ.get("PUBLISH_VENV", HERE.parent / ".installed" / "publish"))


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_for(port, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise SystemExit(f"nothing listens at port {port}")


class Process:
    """A server that is another program."""

    def __init__(self, command, port, log):
        self.command, self.port, self.log = command, port, log
        self.start()

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        wait_for(self.port)

    def kill(self):
        # It ends what it started itself, if it is asked to.
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def moto(folder, port=None):
    port = port or free_port()
    return Process([VENV / "bin" / "moto_server", "-H", "127.0.0.1", "-p", str(port)], port, folder / "moto.log")


class Request:
    def __init__(self, method, path, headers, size):
        self.method, self.path, self.headers, self.size = method, path, headers, size
        self.status = None


class Proxy:
    """Stands before an S3 server. `before` is asked for each request what becomes of it: None, "drop", "lose" (done, but the
    answer is lost) or "refuse"; `delay` is how long each waits, in seconds."""

    def __init__(self, port):
        self.target = port
        self.requests, self.delay, self.before = [], 0.0, lambda request: None
        self.now, self.most = 0, 0
        self.guard = threading.Lock()
        self.port = free_port()
        proxy = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                with contextlib.suppress(OSError):
                    while proxy.one(self.rfile, self.wfile):
                        pass

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads, allow_reuse_address, request_queue_size = True, True, 256

        self.server = Server(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def one(self, rfile, wfile):
        line = rfile.readline().decode("latin-1").split()
        if len(line) < 3:
            return False
        headers = http.client.parse_headers(rfile)
        if (headers.get("expect") or "").lower() == "100-continue":
            # Who asks first would wait a second for nothing.
            wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        body = rfile.read(int(headers.get("content-length") or 0))
        request = Request(line[0], line[1], headers, len(body))
        with self.guard:
            self.requests.append(request)
            self.now += 1
            self.most = max(self.most, self.now)
        try:
            if self.delay:
                time.sleep(self.delay)
            fate = self.before(request)
            if fate == "drop":
                return False
            if fate == "refuse":
                wfile.write(b"HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\n\r\n")
                return True
            back = http.client.HTTPConnection("127.0.0.1", self.target, timeout=60)
            keep = {key: value for key, value in headers.items() if key.lower() not in ("connection", "expect")}
            try:
                back.request(line[0], line[1], body, keep)
                answer = back.getresponse()
                content = answer.read()
            except OSError:
                return False
            finally:
                back.close()
            request.status = answer.status
            if fate == "lose":
                return False
            length = answer.getheader("content-length") if line[0] == "HEAD" else str(len(content))
            head = [f"HTTP/1.1 {answer.status} {answer.reason}"]
            head += [f"{key}: {value}" for key, value in answer.getheaders()
                     if key.lower() not in ("connection", "content-length", "transfer-encoding")]
            head += [f"Content-Length: {length or 0}", "", ""]
            wfile.write("\r\n".join(head).encode("latin-1") + (b"" if line[0] == "HEAD" else content))
            return True
        finally:
            with self.guard:
                self.now -= 1

    def reset(self):
        self.requests, self.most = [], 0

    def of(self, method):
        return [request for request in self.requests if request.method == method]

    def close(self):
        self.server.shutdown()


def drop_and_delay(seed, share=0.2):
    """One in five requests is dropped, loses its answer, is refused or waits."""
    chance = random.Random(seed)

    def before(request):
        if chance.random() >= share:
            return None
        fate = chance.choice(["drop", "lose", "refuse", "wait"])
        if fate == "wait":
            time.sleep(chance.random())
            return None
        return fate

    return before


class Ssh:
    """OpenSSH with keys of its own, and a `ssh` program that uses them."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        folder.mkdir(mode=0o700)
        for key in ("host", "user", "stranger"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / key], check=True)
        (folder / "authorized").write_text((folder / "user.pub").read_text())
        (folder / "sshd_config").write_text(
            f"ListenAddress 127.0.0.1\nPort {self.port}\nHostKey {folder}/host\nPidFile none\n"
            f"AuthorizedKeysFile {folder}/authorized\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n"
            f"UsePAM no\nStrictModes no\nPermitRootLogin yes\nSubsystem sftp /usr/lib/openssh/sftp-server\n")
        (folder / "config").write_text(
            f"Host *\n  IdentityFile {folder}/user\n  IdentitiesOnly yes\n  UserKnownHostsFile {folder}/known\n"
            "  GlobalKnownHostsFile /dev/null\n")
        (folder / "bin").mkdir()
        program = folder / "bin" / "ssh"
        program.write_text(f'#!/bin/sh\nexec {shutil.which("ssh")} -F {folder}/config "$@"\n')
        program.chmod(0o755)
        os.makedirs("/run/sshd", exist_ok=True)
        self.know("host")
        command = [shutil.which("sshd") or "/usr/sbin/sshd", "-D", "-e", "-f", folder / "sshd_config"]
        self.server = Process(command, self.port, folder / "sshd.log")

    def know(self, key):
        """Has the user know the server by a key; none: not at all."""
        line = f"[127.0.0.1]:{self.port} {(self.folder / f'{key}.pub').read_text()}" if key else ""
        (self.folder / "known").write_text(line)

    def path(self):
        return {"PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}"}

    def target(self, folder, user=None):
        user = user or subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
        return f"sftp://{user}@127.0.0.1:{self.port}{folder}"


def nginx(folder, root):
    """nginx over a folder, as docs/hosting.md has it."""
    port = free_port()
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        + ("user root;\n" if os.geteuid() == 0 else "")
        + f"http {{ include /etc/nginx/mime.types; access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b;\n"
        f" fastcgi_temp_path {folder}/c; uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;\n"
        f" server {{ listen 127.0.0.1:{port}; root {root}; gzip_static on; error_page 404 /404.html;\n"
        "  location /assets/ { add_header Cache-Control 'public, max-age=31536000, immutable'; }\n"
        "  location / { add_header Cache-Control 'public, max-age=300'; }\n"
        "  location /.noticeboard/ { return 404; } } }\n")
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    return Process([program, "-e", folder / "error.log", "-c", folder / "nginx.conf"], port, folder / "log")


def get(url):
    """The status, the headers and the bytes of an address."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()
