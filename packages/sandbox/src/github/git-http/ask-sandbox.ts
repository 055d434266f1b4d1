/**
 * The `proc-receive` hook of every repository: reads the commands of a push, asks the sandbox about
 * each over loopback, and gives git its answer (https://git-scm.com/docs/githooks#proc-receive).
 * This hook alone can refuse one ref of several with a reason of its own, as GitHub does.
 */
import { readSync, writeSync } from 'node:fs';
import type { PushVerdict } from './pushes.ts';

const address = process.env['RELEASE_TRAIN_PUSH_URL'] ?? '';

readPackets();
write('version=1');
flush();
const commands = readPackets().map((line) => {
  const [before = '', after = '', ...ref] = line.split('\0')[0]?.split(' ') ?? [];
  return { before, after, ref: ref.join(' ') };
});
const answer = await fetch(address, { method: 'POST', body: JSON.stringify(commands) });
if (!answer.ok) throw new Error(`the sandbox answered ${answer.status}`);
const verdicts = (await answer.json()) as readonly PushVerdict[];
for (const { ref, allowed, messages, summary } of verdicts) {
  for (const message of messages) process.stderr.write(`${message}\n`);
  if (allowed) {
    write(`ok ${ref}`);
    write('option fall-through');
  } else {
    write(`ng ${ref} ${summary}`);
  }
}
flush();

function readPackets(): string[] {
  const packets: string[] = [];
  for (;;) {
    const size = Number.parseInt(read(4).toString('latin1'), 16);
    if (size === 0) return packets;
    packets.push(
      read(size - 4)
        .toString('utf8')
        .replace(/\n$/, ''),
    );
  }
}

function read(size: number): Buffer {
  const buffer = Buffer.alloc(size);
  for (let at = 0; at < size; ) {
    const count = readSync(0, buffer, at, size - at, null);
    if (count === 0) throw new Error('git closed the conversation');
    at += count;
  }
  return buffer;
}

function write(text: string): void {
  const line = Buffer.from(`${text}\n`);
  writeSync(1, `${(line.length + 4).toString(16).padStart(4, '0')}`);
  writeSync(1, line);
}

function flush(): void {
  writeSync(1, '0000');
}
