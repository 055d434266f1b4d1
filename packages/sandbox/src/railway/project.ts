import { wake } from './deploy/sleep.ts';
import { type Edge, startEdge } from './edge.ts';
import { identifier } from './identifier.ts';
import type { Environment, Project, ServiceInstance } from './model.ts';
import type { Platform } from './platform.ts';
import type { EnvironmentSpec, ProjectSpec } from './specification.ts';

export interface ProjectHandle {
  readonly id: string;
  readonly name: string;
  readonly environments: readonly EnvironmentHandle[];
}

export interface EnvironmentHandle {
  readonly id: string;
  readonly name: string;
  readonly services: readonly ServiceHandle[];
}

export interface ServiceHandle {
  readonly id: string;
  readonly name: string;
  /** Of the public domain; undefined for a service without one. */
  readonly url: string | undefined;
}

/** Builds the project with every service in every environment; names become ids. */
export function buildProject(spec: ProjectSpec): Project {
  const id = identifier('project', spec.name);
  const createdAt = Date.now();
  const names = new Set(spec.environments.flatMap(({ services }) => services.map(nameOf)));
  const services = [...names].map((name) => ({
    id: identifier('service', spec.name, name),
    name,
    projectId: id,
  }));
  const environments = spec.environments.map((one) =>
    buildEnvironment({ id, name: spec.name, createdAt, services }, one),
  );
  const workspace = spec.workspace ?? 'sandbox';
  return { id, name: spec.name, workspace, createdAt, environments, services };
}

const nameOf = ({ name }: { readonly name: string }): string => name;

function buildEnvironment(
  project: Pick<Project, 'id' | 'name' | 'createdAt' | 'services'>,
  spec: EnvironmentSpec,
): Environment {
  const instances: ServiceInstance[] = [];
  const environment: Environment = {
    id: identifier('environment', project.name, spec.name),
    name: spec.name,
    projectId: project.id,
    projectName: project.name,
    createdAt: project.createdAt,
    pullRequest: spec.pullRequest,
    instances,
  };
  for (const service of project.services) {
    const own = spec.services.filter(({ name }) => name === service.name);
    if (own.length > 1) {
      throw new Error(`Service "${service.name}" appears twice in environment "${spec.name}".`);
    }
    instances.push(
      ...own.map((one) => ({
        id: identifier('instance', environment.id, service.id),
        triggerId: identifier('trigger', environment.id, service.id),
        environment,
        service,
        spec: one,
        autoDeploy: one.autoDeploy ?? true,
        variables: one.variables ?? {},
        validCheckSuites: 0,
        deployments: [],
        active: [],
      })),
    );
  }
  return environment;
}

/** Opens the public domains; each keeps its port for the sandbox's life. */
export async function openDomains(platform: Platform, project: Project): Promise<readonly Edge[]> {
  const edges: Edge[] = [];
  for (const instance of project.environments.flatMap(({ instances }) => instances)) {
    const { publicDomain } = instance.spec;
    if (!publicDomain) continue;
    const edge = await startEdge(publicDomain.port ?? 0, async () => {
      const serving = instance.active[0];
      if (serving) await wake(platform, serving);
      return serving;
    });
    instance.domain = `127.0.0.1:${edge.port}`;
    edges.push(edge);
  }
  return edges;
}

export const projectHandle = ({ id, name, environments }: Project): ProjectHandle => ({
  id,
  name,
  environments: environments.map((environment) => ({
    id: environment.id,
    name: environment.name,
    services: environment.instances.map(({ service, domain }) => ({
      id: service.id,
      name: service.name,
      url: domain === undefined ? undefined : `http://${domain}`,
    })),
  })),
});
