import { DEFAULT_TENANT } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** An event or request for a tenant that this installation does not have. Trying again does not help. */
export class UnknownTenant extends Error {
  override readonly name = 'UnknownTenant';
  readonly code = 'unknown-tenant';

  constructor(tenant: string) {
    super(`there is no tenant ${tenant}`);
  }
}

/** Which database belongs to which tenant: the one place that decides. */
@Injectable()
export class Databases {
  private readonly byTenant: ReadonlyMap<string, DataSource>;

  constructor(dataSource: DataSource) {
    this.byTenant = new Map([[DEFAULT_TENANT, dataSource]]);
  }

  of(tenant: string): DataSource {
    const dataSource = this.byTenant.get(tenant);
    if (!dataSource) throw new UnknownTenant(tenant);
    return dataSource;
  }

  /** Every tenant's database, for work that concerns them all, such as relaying. */
  entries(): Iterable<[tenant: string, DataSource]> {
    return this.byTenant.entries();
  }
}
