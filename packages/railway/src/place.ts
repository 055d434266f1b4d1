import { HttpError } from '@release-train/http';
import type * as z from 'zod/mini';
import { ProjectAnswer, ProjectsAnswer, ProjectTokenAnswer, WorkspacesAnswer } from './answers.ts';
import { chooseEnvironment, type EnvironmentNode } from './environment-choice.ts';
import { findNamed, listNames, type Named } from './names.ts';
import {
  projectEnvironments,
  projectTokenScope,
  tokenWorkspaces,
  workspaceProjects,
} from './queries.ts';
import type { Place, PlaceNames } from './railway.ts';
import { RailwayError } from './railway-error.ts';
import type { Session } from './session.ts';
import type { Ask } from './shape.ts';

export type TokenType = 'auto' | 'project' | 'account';

type Asking = Pick<Session, 'tokenType' | 'ask' | 'askAs'>;

/**
 * A token does not reveal its type: it is tried as a project token first, which needs no names at
 * all. https://docs.railway.com/integrations/api
 */
export async function readPlace(target: PlaceNames, asking: Asking): Promise<Place> {
  if (asking.tokenType !== 'account') {
    const place = await readTokenPlace(asking);
    if (place) return agreed(place, target);
  }
  const workspaces = await readWorkspaces(asking);
  return readNamedPlace(asking.ask, target, workspaces);
}

/** Nothing: not a project token. */
async function readTokenPlace({ tokenType, askAs }: Asking): Promise<Place | undefined> {
  try {
    const { projectToken } = await askAs('project', ProjectTokenAnswer, projectTokenScope);
    return {
      projectId: projectToken.projectId,
      projectName: projectToken.project.name,
      environmentId: projectToken.environmentId,
      environmentName: projectToken.environment.name,
    };
  } catch (error) {
    if (tokenType === 'auto' && isRefusal(error)) return undefined;
    throw error;
  }
}

const isRefusal = (error: unknown): boolean =>
  error instanceof RailwayError
    ? error.code === 'wrong-token' || error.code === 'no-access'
    : error instanceof HttpError && error.code === 'unauthorized';

async function readWorkspaces({ tokenType, askAs }: Asking): Promise<readonly Named[]> {
  try {
    const { apiToken } = await askAs('account', WorkspacesAnswer, tokenWorkspaces);
    return apiToken.workspaces;
  } catch (error) {
    if (!isRefusal(error) || !(error instanceof Error)) throw error;
    const tried = tokenType === 'auto' ? 'neither as a project token nor as an' : 'not as an';
    throw new RailwayError(
      'wrong-token',
      `Railway accepts the token of input "railway-token" ${tried} account or workspace token: ${error.message}`,
      {
        hint: "It may be revoked, cut off or of another service: create a project token in the project's settings and store it as the secret.",
        cause: error,
      },
    );
  }
}

/** A project token is bound to one environment: names given beside it can only confirm it. */
function agreed(place: Place, target: PlaceNames): Place {
  const is = (wanted: string | undefined, id: string, name: string): boolean =>
    wanted === undefined || wanted === id || wanted.toLowerCase() === name.toLowerCase();
  const bound = `the project token is bound to "${place.projectName} / ${place.environmentName}"`;
  if (!is(target.project, place.projectId, place.projectName)) {
    throw misplaced(`input "project" is "${target.project}", but ${bound}`);
  }
  if (!is(target.environment, place.environmentId, place.environmentName)) {
    throw misplaced(`input "environment" is "${target.environment}", but ${bound}`);
  }
  return place;
}

const misplaced = (message: string): RailwayError =>
  new RailwayError('unknown-name', message, {
    hint: 'Use a token of that environment, an account token, or leave the input empty.',
  });

async function readNamedPlace(
  ask: Ask,
  target: PlaceNames,
  workspaces: readonly Named[],
): Promise<Place> {
  const projectId = isId(target.project)
    ? target.project
    : await readProjectId(ask, target.project, workspaces);
  const project = await readProject(ask, projectId);
  const where = `project "${project.name}"`;
  const environment = chooseEnvironment(project.environments, target, where);
  return {
    projectId,
    projectName: project.name,
    environmentId: environment.id,
    environmentName: environment.name,
  };
}

const isId = (text: string | undefined): text is string =>
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text ?? '');

async function readProjectId(
  ask: Ask,
  wanted: string | undefined,
  workspaces: readonly Named[],
): Promise<string> {
  const projects: Named[] = [];
  for (const { id: workspaceId } of workspaces) {
    projects.push(
      ...(await readPages<Named>(async (after) => {
        const variables = { workspaceId, after };
        return (await ask(ProjectsAnswer, workspaceProjects, variables)).projects;
      })),
    );
  }
  if (wanted !== undefined) {
    const where = 'the workspaces of this token';
    return findNamed(projects, wanted, { input: 'project', where }).id;
  }
  throw new RailwayError(
    'unknown-name',
    'input "project" is required with an account or workspace token',
    {
      hint: `There is: ${listNames(projects) || 'no project that this token may see'}. A project token needs no name.`,
    },
  );
}

async function readProject(ask: Ask, id: string) {
  const names = { project: '' };
  const environments = await readPages<EnvironmentNode>(async (after) => {
    const { project } = await ask(ProjectAnswer, projectEnvironments, { id, after });
    names.project = project.name;
    return project.environments;
  });
  return { name: names.project, environments };
}

interface Page<T> {
  readonly edges: readonly { readonly node: T }[];
  readonly pageInfo?: z.infer<typeof ProjectsAnswer>['projects']['pageInfo'];
}

async function readPages<T>(read: (after: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const things: T[] = [];
  for (let after: string | undefined; ; ) {
    const { edges, pageInfo } = await read(after);
    things.push(...edges.map(({ node }) => node));
    if (!pageInfo?.hasNextPage || !pageInfo.endCursor) return things;
    after = pageInfo.endCursor;
  }
}
