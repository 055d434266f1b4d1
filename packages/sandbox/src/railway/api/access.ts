import { randomUUID } from 'node:crypto';
import { identifier } from '../identifier.ts';
import type { Deployment, Environment, Project, ServiceInstance } from '../model.ts';
import { instancesOf, type Platform } from '../platform.ts';
import { notAuthorized, RailwayError } from './errors.ts';

/** A project token opens one environment; an account token everything. */
export type TokenScope =
  | { readonly kind: 'project'; readonly environmentId: string; readonly name?: string }
  | { readonly kind: 'account' };

export type Access =
  | { readonly kind: 'project'; readonly token: ProjectToken }
  | { readonly kind: 'account' }
  | { readonly kind: 'none' };

export interface ProjectToken {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly createdAt: number;
  readonly environment: Environment;
}

export interface Credentials {
  readonly projectAccessToken: string | undefined;
  readonly authorization: string | undefined;
}

export class Tokens {
  readonly #project = new Map<string, ProjectToken>();
  readonly #account = new Set<string>();

  /** Token strings do not reveal their kind. */
  createProject(environment: Environment, name: string): string {
    const secret = randomUUID();
    const id = identifier('token', environment.id, name);
    this.#project.set(secret, { id, name, secret, createdAt: Date.now(), environment });
    return secret;
  }

  createAccount(): string {
    const secret = randomUUID();
    this.#account.add(secret);
    return secret;
  }

  /** Each kind works in its own header only. */
  access({ projectAccessToken, authorization }: Credentials): Access {
    const token = this.#project.get(projectAccessToken ?? '');
    if (token) return { kind: 'project', token };
    const [, bearer] = /^Bearer (.+)$/i.exec(authorization ?? '') ?? [];
    return this.#account.has(bearer ?? '') ? { kind: 'account' } : { kind: 'none' };
  }
}

/** Finds things by id, only those the token may see. */
export class Reach {
  readonly #platform: Platform;
  readonly #access: Access;

  constructor(platform: Platform, access: Access) {
    this.#platform = platform;
    this.#access = access;
  }

  token(): ProjectToken {
    if (this.#access.kind !== 'project') throw new RailwayError('Project Token not found');
    return this.#access.token;
  }

  requireAccount(): void {
    if (this.#access.kind !== 'account') throw notAuthorized();
  }

  sees(environment: Environment): boolean {
    switch (this.#access.kind) {
      case 'account':
        return true;
      case 'project':
        return this.#access.token.environment === environment;
      case 'none':
        return false;
      default:
        return this.#access satisfies never;
    }
  }

  project(id: string): Project {
    const found = this.#platform.projects.find((project) => project.id === id);
    if (!found?.environments.some((environment) => this.sees(environment))) throw notAuthorized();
    return found;
  }

  environment(id: string, projectId?: string | null): Environment {
    const found = this.#platform.projects
      .flatMap((project) => project.environments)
      .find((environment) => environment.id === id);
    if (!found || !this.sees(found)) throw notAuthorized();
    if (projectId && found.projectId !== projectId) throw notAuthorized();
    return found;
  }

  instance(at: { readonly environmentId: string; readonly serviceId: string }): ServiceInstance {
    const { instances } = this.environment(at.environmentId);
    const found = instances.find(({ service }) => service.id === at.serviceId);
    if (!found) throw notAuthorized();
    return found;
  }

  instances(): readonly ServiceInstance[] {
    return instancesOf(this.#platform).filter(({ environment }) => this.sees(environment));
  }

  deployment(id: string): Deployment {
    const found = this.instances()
      .flatMap(({ deployments }) => deployments)
      .find((deployment) => deployment.id === id);
    if (!found) throw notAuthorized();
    return found;
  }
}
