export { exchange, type HttpAnswer, type HttpRequest } from './exchange.ts';
export { fetchLikeIn } from './fetch-like.ts';
export { HttpError, type HttpErrorCode, publicUrl } from './http-error.ts';
export { jsonBody, retryAfter } from './json.ts';
