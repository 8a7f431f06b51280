import { createIncidentTablesV1, dropIncidentTablesV1 } from '@app/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RecordIncidents1800000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await createIncidentTablesV1(db);
  }

  async down(db: QueryRunner): Promise<void> {
    await dropIncidentTablesV1(db);
  }
}
