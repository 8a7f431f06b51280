import { pageLinks } from './page-links.js';

describe('the links of a page', () => {
  it('lead on by cursor and keep the path and the other parameters', () => {
    expect(pageLinks('/v1/orders?status=A%20%26B&limit=2&cursor=old', 'new')).toEqual([
      '</v1/orders?status=A+%26B&limit=2&cursor=new>; rel="next"',
    ]);
  });

  it('end with the list', () => {
    expect(pageLinks('/orders?limit=2', undefined)).toEqual([]);
    expect(pageLinks('/orders?page=3', undefined)).toEqual([
      '</orders?page=1>; rel="first"',
      '</orders?page=2>; rel="prev"',
    ]);
  });

  it('lead to the neighbours of a page that has a number', () => {
    expect(pageLinks('/orders?per_page=20&page=2&status=A', 'cursor')).toEqual([
      '</orders?per_page=20&page=1&status=A>; rel="first"',
      '</orders?per_page=20&page=1&status=A>; rel="prev"',
      '</orders?per_page=20&page=3&status=A>; rel="next"',
    ]);
  });

  it('name the page after the first when only its size was asked for', () => {
    expect(pageLinks('/orders?per_page=20', 'cursor')).toEqual([
      '</orders?per_page=20&page=1>; rel="first"',
      '</orders?per_page=20&page=2>; rel="next"',
    ]);
  });

  it('go on by cursor where numbers end, so that nothing of a long list is out of reach', () => {
    expect(pageLinks('/orders?page=500&per_page=200&status=A', 'cursor').at(-1)).toBe(
      '</orders?status=A&limit=200&cursor=cursor>; rel="next"',
    );
  });

  it('stop counting where the list itself says that numbers end', () => {
    expect(pageLinks('/orders?page=4&per_page=50', 'cursor', 200).at(-1)).toBe(
      '</orders?limit=50&cursor=cursor>; rel="next"',
    );
  });
});
