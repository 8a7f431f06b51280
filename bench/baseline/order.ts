import 'reflect-metadata';
import { Body, Controller, Get, Inject, Module, NotFoundException, Post } from '@nestjs/common';
import { ClientProxy, Ctx, Payload, RmqContext } from '@nestjs/microservices';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import {
  Column,
  CreateDateColumn,
  Entity,
  In,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  Repository,
} from 'typeorm';
import type { Item, OrderEvent, ProductEvent, ReservationEvent } from './events.js';
import { acknowledge, Database, Events, EVENTS, OnEvent, start } from './start.js';

interface OrderRequest {
  readonly customerId: string;
  readonly items: readonly Item[];
  readonly contact: { readonly email: string };
}

@Entity('orders')
class Order {
  @PrimaryGeneratedColumn('uuid') id: string;
  @Column('uuid') customerId: string;
  @Column('jsonb') items: readonly Item[];
  @Column('int') total: number;
  @Column('text') email: string;
  @Column('text') status: 'PENDING' | 'CONFIRMED' | 'CANCELLED';
  @CreateDateColumn({ type: 'timestamptz' }) createdAt: Date;
}

@Entity('prices')
class Price {
  @PrimaryColumn('text') productId: string;
  @Column('int') price: number;
}

@Controller()
class OrderController {
  constructor(
    @InjectRepository(Order) private readonly orders: Repository<Order>,
    @InjectRepository(Price) private readonly prices: Repository<Price>,
    @Inject(EVENTS) private readonly events: ClientProxy,
  ) {}

  @Get('health/ready')
  ready(): { status: string } {
    return { status: 'ok' };
  }

  @Post('orders')
  async place(@Body() { customerId, items, contact }: OrderRequest): Promise<Order> {
    const found = await this.prices.findBy({ productId: In(items.map(({ productId }) => productId)) });
    const prices = new Map(found.map(({ productId, price }) => [productId, price]));
    const total = items.reduce((sum, { productId, quantity }) => {
      const price = prices.get(productId);
      if (price === undefined) throw new NotFoundException(productId);
      return sum + price * quantity;
    }, 0);
    const order = this.orders.create({ customerId, items, total, email: contact.email, status: 'PENDING' });
    await this.orders.save(order);
    this.events.emit('order.created', eventOf(order));
    return order;
  }

  @OnEvent('inventory.reserved')
  async confirm(@Payload() { orderId }: ReservationEvent, @Ctx() context: RmqContext): Promise<void> {
    const order = await this.orders.findOneByOrFail({ id: orderId });
    order.status = 'CONFIRMED';
    await this.orders.save(order);
    this.events.emit('order.confirmed', eventOf(order));
    acknowledge(context);
  }

  @OnEvent('inventory.failed')
  async cancel(@Payload() { orderId }: ReservationEvent, @Ctx() context: RmqContext): Promise<void> {
    const order = await this.orders.findOneByOrFail({ id: orderId });
    order.status = 'CANCELLED';
    await this.orders.save(order);
    acknowledge(context);
  }

  @OnEvent('product.added')
  async learn(@Payload() { productId, price }: ProductEvent, @Ctx() context: RmqContext): Promise<void> {
    await this.prices.save(this.prices.create({ productId, price }));
    acknowledge(context);
  }
}

const eventOf = ({ id, items, email }: Order): OrderEvent => ({ orderId: id, items, email });

@Module({
  imports: [Database, TypeOrmModule.forFeature([Order, Price]), Events],
  controllers: [OrderController],
})
class OrderModule {}

await start(OrderModule, 'usual.order');
