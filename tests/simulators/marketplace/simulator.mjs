// A marketplace on 127.0.0.1: takes callbacks, checks their signatures with the reference library of Standard Webhooks,
// and sends signed orders. It prints its port. Everything it can do is asked of it over HTTP:
//   POST /callback                    what Dienstweg calls; answers 500 as often as told, else 204 or 401
//   POST /secret      {secret}        the secret of callbacks
//   POST /fail        {times}         answer the next callbacks with 500
//   GET  /received                    verified callbacks, in the order they came, and how many were refused
//   POST /order       {url, secret, id, order, wrong, signedAt, method, signed}  sends a signed order, or what has no
//                     body, signed by method and path (or as `signed` says); answers status and body
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const state = { secret: null, failures: 0, refused: 0, attempts: [], received: [] };

const read = async (request) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
};

function callback(headers, body) {
  state.attempts.push(headers["webhook-id"]);
  if (state.failures > 0) {
    state.failures -= 1;
    return [500, {}];
  }
  try {
    const event = new Webhook(state.secret).verify(body, headers);
    state.received.push({ id: headers["webhook-id"], type: headers["content-type"], event });
    return [204, null];
  } catch (error) {
    state.refused += 1;
    return [401, { error: String(error) }];
  }
}

async function order({ url, secret, id, order, wrong, signedAt, method = "POST", signed }) {
  const body = order === null ? undefined : JSON.stringify(order);
  const at = signedAt ? new Date(signedAt) : new Date();
  const signature = new Webhook(secret).sign(id, at, signed ?? body ?? `${method} ${new URL(url).pathname}`);
  const headers = {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": signature,
  };
  const response = await fetch(url, { method, headers, body: wrong ? body.replace("{", "{ ") : body });
  const text = await response.text();
  return { status: response.status, location: response.headers.get("location"), body: text ? JSON.parse(text) : null };
}

const routes = {
  "POST /callback": async (request, body) => callback(request.headers, body),
  "POST /secret": async (_, body) => ((state.secret = JSON.parse(body).secret), [204, null]),
  "POST /fail": async (_, body) => ((state.failures = JSON.parse(body).times), [204, null]),
  "GET /received": async () => [200, { received: state.received, attempts: state.attempts, refused: state.refused }],
  "POST /order": async (_, body) => [200, await order(JSON.parse(body))],
};

const server = createServer(async (request, response) => {
  try {
    const route = routes[`${request.method} ${request.url}`];
    const [status, answer] = route ? await route(request, await read(request)) : [404, {}];
    response.writeHead(status, { "content-type": "application/json" });
    response.end(answer === null ? undefined : JSON.stringify(answer));
  } catch (error) {
    response.writeHead(599).end(JSON.stringify({ error: String(error) }));
  }
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
