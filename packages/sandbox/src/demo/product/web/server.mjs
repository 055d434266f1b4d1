import { createServer } from 'node:http';
import { page } from './page.mjs';

const commit = process.env.RAILWAY_GIT_COMMIT_SHA ?? 'unknown';

createServer((request, response) => {
  if (request.url === '/health') {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, commit }));
    return;
  }
  response.setHeader('content-type', 'text/html');
  response.end(page());
}).listen(Number(process.env.PORT), '0.0.0.0', () => console.log('web is up'));
