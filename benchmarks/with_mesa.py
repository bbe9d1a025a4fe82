"""The reference workload as a Mesa user writes it: one agent a person, one a household."""

from __future__ import annotations

import mesa

from benchmarks import workload as w


class Person(mesa.Agent):
    """One resident."""

    def __init__(self, model: mesa.Model, age: int, wage: float, employed: bool, ability: int) -> None:
        super().__init__(model)
        self.age, self.wage, self.employed, self.ability = age, wage, employed, ability
        self.in_bed, self.waiting = False, -1
        self.household: Household | None = None

    def live(self) -> None:
        """Age, die, work, decline."""
        self.age += 1
        draw = self.model.random.random
        if draw() < self.model.death[self.age]:
            self.die()
        elif w.WORK_FROM <= self.age < w.ELDER_FROM:
            self.employed = draw() >= w.LOSE_JOB if self.employed else draw() < w.FIND_JOB
        elif self.age >= w.ELDER_FROM:
            self.change_ability(draw())

    def change_ability(self, u: float) -> None:
        """Move one level up or down the ability scale; leave the bed on recovery."""
        if u < w.WORSE and self.ability < w.WORST:
            self.ability += 1
        elif u > 1.0 - w.BETTER and self.ability > 0:
            self.ability -= 1
        if self.ability < w.SEVERE:
            self.leave_bed()

    def leave_bed(self) -> None:
        """Free the bed, or the place in the line."""
        self.model.free += self.in_bed
        self.in_bed, self.waiting = False, -1

    def die(self) -> None:
        """Leave household, bed and model."""
        self.leave_bed()
        self.household.members.remove(self)
        self.remove()

    @property
    def income(self) -> float:
        """Wage or pension of the month."""
        if self.age >= w.ELDER_FROM:
            return w.PENSION
        return self.wage if self.employed and self.age >= w.WORK_FROM else 0.0


class Household(mesa.Agent):
    """Residents who share an income."""

    def __init__(self, model: mesa.Model, township: int) -> None:
        super().__init__(model)
        self.township, self.members, self.receives, self.eligible = township, [], False, False

    def claim(self) -> None:
        """Test the means, apply, be paid."""
        size = len(self.members)
        income = sum(person.income for person in self.members)
        self.eligible = size > 0 and income < w.LINE * size
        if not self.eligible:
            self.receives = False
            return
        if not self.receives:
            visited = self.model.random.random() < w.VISITED
            self.receives = self.model.random.random() < (w.APPLY_VISITED if visited else w.APPLY_ALONE)
        if self.receives:
            self.model.ledger[-1][self.township] += w.LINE * size - income


class MesaCity(mesa.Model):
    """The city; `outcome` holds its monthly totals."""

    def __init__(self, city: w.City, seed: int = 0) -> None:
        super().__init__(seed=seed)
        self.death, self.free, self.ledger = w.death_table().tolist(), city.beds, []
        self.outcome = w.Outcome([], [], [], [], [], [])
        for row, township in enumerate(city.township.tolist()):
            household = Household(self, township)
            for i in range(city.first[row], city.first[row + 1]):
                person = Person(
                    self, int(city.age[i]), float(city.wage[i]), bool(city.employed[i]), int(city.ability[i])
                )
                person.household = household
                household.members.append(person)

    def step(self) -> None:
        """Run one month."""
        self.ledger.append([0.0] * w.TOWNSHIPS)
        people, households = self.agents_by_type[Person], self.agents_by_type[Household]
        people.do("live")
        households.do("claim")
        self.admit(people)
        self.outcome.alive.append(len(people))
        self.outcome.eligible.append(sum(h.eligible for h in households))
        self.outcome.recipients.append(sum(h.receives for h in households))
        self.outcome.spending.append(sum(self.ledger[-1]))

    def admit(self, people: mesa.agent.AgentSet) -> None:
        """Give free beds to those who wait, the frailest and longest waiting first."""
        line = [p for p in people if p.ability >= w.SEVERE and not p.in_bed]
        for person in line:
            person.waiting += 1
        line.sort(key=lambda p: (-p.ability, -p.waiting))
        for person in line[: self.free]:
            person.in_bed = True
            self.free -= 1
        self.outcome.occupied.append(sum(p.in_bed for p in people))
        self.outcome.waiting.append(sum(not p.in_bed for p in line))
