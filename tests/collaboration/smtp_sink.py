"""A mail server that keeps what it is given: prints its port, then each message as one line.

With ``busy`` as its argument it turns every message away for now.
"""

import json
import socketserver
import sys


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Session(socketserver.StreamRequestHandler):
    """One conversation, as far as a client that has a message to leave needs it."""

    def handle(self) -> None:
        self.reply("220 sink")
        sender, recipients = "", []
        while line := self.rfile.readline().decode().strip():
            command = line.upper()
            if command.startswith(("EHLO", "HELO")):
                self.reply("250 sink")
            elif command.startswith("MAIL FROM:"):
                sender = line[10:]
                self.reply("451 busy" if "busy" in sys.argv else "250 ok")
            elif command.startswith("RCPT TO:"):
                recipients.append(line[8:])
                self.reply("250 ok")
            elif command == "DATA":
                self.reply("354 go on")
                message = self.message()
                kept = {"from": sender, "to": recipients, "message": message}
                say(json.dumps(kept))
                self.reply("250 kept")
            elif command == "QUIT":
                self.reply("221 bye")
                return
            else:
                self.reply("250 ok")

    def message(self) -> str:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines).decode()

    def reply(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


if __name__ == "__main__":
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        say(str(server.server_address[1]))
        server.serve_forever()
