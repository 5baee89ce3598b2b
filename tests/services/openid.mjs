// An OpenID Connect provider on a free port of this machine, for tests. It reads one line of JSON from its input:
// {"redirects": [...], "people": {"<login>": {"email": ..., "email_verified": ..., "name": ...}}}, prints its address,
// and stops when its input ends. Whoever gives a known login is signed in, whatever the password.

import { createServer } from "node:http";
import { createInterface } from "node:readline";
import Provider from "oidc-provider";

const serve = ({ redirects, people }) => {
  const server = createServer();
  server.listen(0, "127.0.0.1", () => {
    const address = `http://127.0.0.1:${server.address().port}`;
    const provider = new Provider(address, {
      clients: [
        {
          client_id: "muster",
          client_secret: "a-secret-of-the-tests",
          redirect_uris: redirects,
          token_endpoint_auth_method: "client_secret_post",
        },
      ],
      claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
      cookies: { keys: ["only for tests"] },
      findAccount: (_context, login) =>
        people[login] && { accountId: login, claims: () => ({ sub: login, ...people[login] }) },
    });
    server.on("request", provider.callback());
    process.stdout.write(`${address}\n`);
  });
};

const input = createInterface({ input: process.stdin });
input.once("line", (line) => serve(JSON.parse(line)));
input.on("close", () => process.exit());
