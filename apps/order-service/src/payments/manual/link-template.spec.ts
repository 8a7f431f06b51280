import { filled, problemWith } from './link-template.js';

const order = { orderId: '0198c0df', total: { amount: 2990, currency: 'EUR' } };

describe('the template of a link', () => {
  it('is filled in with the decimals that the currency has', () => {
    const template = 'https://shop.example/pay/{orderId}?amount={amount}&currency={currency}';
    expect(filled(template, order)).toBe('https://shop.example/pay/0198c0df?amount=29.90&currency=EUR');
    expect(filled(template, { ...order, total: { amount: 500, currency: 'JPY' } })).toContain('amount=500&');
    expect(filled(template, { ...order, total: { amount: 5, currency: 'KWD' } })).toContain('amount=0.005&');
  });

  it('has every value encoded, as often as it occurs', () => {
    const filledIn = filled('https://shop.example/{orderId}/{orderId}', { ...order, orderId: 'a/b?c&d' });
    expect(filledIn).toBe('https://shop.example/a%2Fb%3Fc%26d/a%2Fb%3Fc%26d');
  });

  it.each([
    ['https://shop.example/pay', 'must contain {orderId}'],
    ['https://shop.example/{orderId}?to={customer}', 'may contain {orderId}, {amount} and {currency} only'],
    ['pay/{orderId}', 'must be a URL that starts with http:// or https://'],
    ['javascript:alert({orderId})', 'must be a URL that starts with http:// or https://'],
    ['https://shop.example/{orderId}', undefined],
  ])('%s is judged: %s', (template, problem) => {
    expect(problemWith(template)).toBe(problem);
  });
});
