import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Deployment, Image } from '../model.ts';
import { pause } from '../pause.ts';
import type { Platform } from '../platform.ts';
import { duringStep, failIfScripted, timingsOf } from './record.ts';

/** SNAPSHOT_CODE, BUILD_IMAGE, PUBLISH_IMAGE: the commit's tree becomes the deployment's image. */
export async function buildImage(platform: Platform, deployment: Deployment): Promise<Image> {
  const timings = timingsOf(platform, deployment);
  const { signal } = deployment.abort;
  const folder = join(platform.root, 'images', deployment.id);
  const { commit } = deployment;
  if (!commit) return pulledImage(folder, deployment);
  const log = (message: string) =>
    deployment.buildLogs.push({ at: Date.now(), severity: 'info', message });
  await duringStep(deployment, 'SNAPSHOT_CODE', async () => {
    failIfScripted(deployment, 'SNAPSHOT_CODE');
    await platform.source.extract(commit, folder);
    log(`Snapshot of ${commit.repository} at ${commit.sha}`);
  });
  await duringStep(deployment, 'BUILD_IMAGE', async () => {
    await pause(timings.build, signal);
    try {
      failIfScripted(deployment, 'BUILD_IMAGE');
    } catch (error) {
      log(String(error));
      throw error;
    }
    log('Image built');
  });
  return duringStep(deployment, 'PUBLISH_IMAGE', async () => {
    await pause(timings.publish, signal);
    failIfScripted(deployment, 'PUBLISH_IMAGE');
    const digest = createHash('sha256').update(deployment.id).digest('hex');
    return { folder, digest: `sha256:${digest}` };
  });
}

/** A published image is not built; its digest is that of its name. */
async function pulledImage(folder: string, { instance }: Deployment): Promise<Image> {
  await mkdir(folder, { recursive: true });
  const digest = createHash('sha256')
    .update(instance.spec.image ?? '')
    .digest('hex');
  return { folder, digest: `sha256:${digest}` };
}
