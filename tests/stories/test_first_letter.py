"""First letter."""

from tests.world import ANN, QUALITY, World


def test_x(world: World):
    """x."""
    w = world.letter(from_=ANN)
    print(world.run())
    print(world.kinds(ANN), world.kinds(QUALITY), world.cases(), world.letters(), world.outbox())
    print(world.inbox(ANN)[0].text)
    print(world.inbox(ANN)[0].headers)
    assert 0
