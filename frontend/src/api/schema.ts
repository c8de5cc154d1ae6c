/**
 * Placeholder with the operations the frame needs. `npm run api` replaces this file by the types generated from openapi/openapi.json.
 */
interface SignedIn {
  access_token: string
  /** Seconds. */
  expires_in: number
  user: { id: string; name: string; login: string; language: string }
}

interface Me {
  user: { id: string; name: string; login: string; language: string }
  permissions: string[]
  roles: { id: string; name: string }[]
  organisations: { id: string; name: string }[]
}

interface Ok<Body> {
  headers: { [name: string]: unknown }
  content: { 'application/json': Body }
}

interface ProblemAnswer {
  headers: { [name: string]: unknown }
  content: { 'application/problem+json': { title: string; status: number; code: string } }
}

export interface paths {
  // Until the contract is generated: everything else, unchecked.
  // eslint-disable-next-line
  [path: `/api/v1/${string}`]: any
  '/api/v1/auth/login': {
    post: {
      requestBody: { content: { 'application/json': { login: string; password: string } } }
      responses: { 200: Ok<SignedIn>; 401: ProblemAnswer; 422: ProblemAnswer }
    }
  }
  '/api/v1/auth/refresh': { post: { responses: { 200: Ok<SignedIn>; 401: ProblemAnswer } } }
  '/api/v1/auth/logout': { post: { responses: { 204: { headers: { [name: string]: unknown } }; 401: ProblemAnswer } } }
  '/api/v1/me': { get: { responses: { 200: Ok<Me>; 401: ProblemAnswer } } }
}
