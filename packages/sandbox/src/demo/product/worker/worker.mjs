console.log('worker is up');
setInterval(() => console.log('order handled'), 30_000);
