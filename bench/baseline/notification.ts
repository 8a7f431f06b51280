import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { Ctx, Payload, RmqContext } from '@nestjs/microservices';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, Repository } from 'typeorm';
import type { OrderEvent } from './events.js';
import { acknowledge, Database, OnEvent, start } from './start.js';

@Entity('notifications')
class Notification {
  @PrimaryGeneratedColumn('uuid') id: string;
  @Column('uuid') orderId: string;
  @Column('text') kind: string;
  @Column('text') recipient: string;
  @Column('text') subject: string;
  @Column('text') message: string;
  @Column('text') status: 'SENT';
  @CreateDateColumn({ type: 'timestamptz' }) createdAt: Date;
}

/** Where a letter would be sent, nothing is: the saga that this is compared with sends none in a bench either. */
@Controller()
class NotificationController {
  constructor(@InjectRepository(Notification) private readonly notifications: Repository<Notification>) {}

  @Get('health/ready')
  ready(): { status: string } {
    return { status: 'ok' };
  }

  @OnEvent('order.created')
  async received(@Payload() order: OrderEvent, @Ctx() context: RmqContext): Promise<void> {
    await this.tell('order-received', 'We have received your order', order);
    acknowledge(context);
  }

  @OnEvent('order.confirmed')
  async confirmed(@Payload() order: OrderEvent, @Ctx() context: RmqContext): Promise<void> {
    await this.tell('order-confirmed', 'Your order is confirmed', order);
    acknowledge(context);
  }

  private async tell(kind: string, subject: string, { orderId, items, email }: OrderEvent): Promise<void> {
    const message = items.map(({ productId, quantity }) => `${quantity} x ${productId}`).join('\n');
    const notification = { orderId, kind, recipient: email, subject, message, status: 'SENT' as const };
    await this.notifications.save(this.notifications.create(notification));
  }
}

@Module({
  imports: [Database, TypeOrmModule.forFeature([Notification])],
  controllers: [NotificationController],
})
class NotificationModule {}

await start(NotificationModule, 'usual.notification');
