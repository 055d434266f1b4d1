import { createServer } from 'node:http';
import { page } from './page.mjs';

const commit = process.env.RAILWAY_GIT_COMMIT_SHA ?? 'unknown';

createServer((request, response) => {
  if (request.url === '/health') {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, commit }));
    return;
  }
  try {
    const html = page(process.env);
    response.setHeader('content-type', 'text/html');
    response.end(html);
  } catch (error) {
    console.error(error.message);
    response.statusCode = 500;
    response.end('Something went wrong.\n');
  }
}).listen(Number(process.env.PORT), '0.0.0.0', () => console.log('web is up'));
