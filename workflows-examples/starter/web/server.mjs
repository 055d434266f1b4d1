import { createServer } from 'node:http';
import { answer } from './answer.mjs';

const port = Number(process.env.PORT ?? 3000);

createServer((request, response) => {
  const { status, type, body } = answer(request.url, process.env);
  response.writeHead(status, { 'content-type': type });
  response.end(body);
}).listen(port, '0.0.0.0', () => console.log(`web listens on ${port}`));
