import 'reflect-metadata';
import { Body, Controller, Get, Inject, Module, Post } from '@nestjs/common';
import { ClientProxy, Ctx, Payload, RmqContext } from '@nestjs/microservices';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { Column, Entity, PrimaryColumn, Repository } from 'typeorm';
import type { Item, OrderEvent, ProductEvent, ReservationEvent } from './events.js';
import { acknowledge, Database, Events, EVENTS, OnEvent, start } from './start.js';

interface ProductRequest {
  readonly productId: string;
  readonly productName: string;
  readonly quantity: number;
  readonly price: number;
}

@Entity('products')
class Product {
  @PrimaryColumn('text') productId: string;
  @Column('text') name: string;
  @Column('int') price: number;
  @Column('int') available: number;
  @Column('int') reserved: number;
}

@Entity('reservations')
class Reservation {
  @PrimaryColumn('uuid') orderId: string;
  @Column('jsonb') items: readonly Item[];
}

@Controller()
class InventoryController {
  constructor(
    @InjectRepository(Product) private readonly products: Repository<Product>,
    @InjectRepository(Reservation) private readonly reservations: Repository<Reservation>,
    @Inject(EVENTS) private readonly events: ClientProxy,
  ) {}

  @Get('health/ready')
  ready(): { status: string } {
    return { status: 'ok' };
  }

  @Post('inventory')
  async add(@Body() { productId, productName, quantity, price }: ProductRequest): Promise<Product> {
    const product = this.products.create({
      productId,
      name: productName,
      price,
      available: quantity,
      reserved: 0,
    });
    await this.products.save(product);
    this.events.emit('product.added', { productId, price } satisfies ProductEvent);
    return product;
  }

  // Messages come one at a time, so nobody changes a product between its reading and its writing.
  @OnEvent('order.created')
  async reserve(@Payload() { orderId, items }: OrderEvent, @Ctx() context: RmqContext): Promise<void> {
    const wanted: Product[] = [];
    for (const { productId, quantity } of items) {
      const product = await this.products.findOneByOrFail({ productId });
      product.available -= quantity;
      product.reserved += quantity;
      wanted.push(product);
    }
    const told: ReservationEvent = { orderId };
    if (wanted.some(({ available }) => available < 0)) {
      this.events.emit('inventory.failed', told);
      return acknowledge(context);
    }
    for (const product of wanted) await this.products.save(product);
    await this.reservations.save(this.reservations.create({ orderId, items }));
    this.events.emit('inventory.reserved', told);
    acknowledge(context);
  }
}

@Module({
  imports: [Database, TypeOrmModule.forFeature([Product, Reservation]), Events],
  controllers: [InventoryController],
})
class InventoryModule {}

await start(InventoryModule, 'usual.inventory');
