import { createMessagingTablesV1, dropMessagingTablesV1 } from '@app/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateMessagingTables1767225600000 implements MigrationInterface {
  readonly name = 'CreateMessagingTables1767225600000';

  async up(db: QueryRunner): Promise<void> {
    await createMessagingTablesV1(db);
  }

  async down(db: QueryRunner): Promise<void> {
    await dropMessagingTablesV1(db);
  }
}
