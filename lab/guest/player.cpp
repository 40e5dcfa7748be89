// SPDX-License-Identifier: MIT
#include "lab/guest/player.h"

#include <fmt/format.h>

#include <algorithm>

#include "lab/guest/guest_clock.h"
#include "lab/scenario/happening.h"

namespace wlanmedic::lab {
namespace {

constexpr std::size_t most_recent = 4096;

void flatten(const std::vector<Step>& steps, std::vector<const Step*>& flat) {
    for (const Step& step : steps) {
        if (step.steps.empty()) {
            flat.push_back(&step);
            continue;
        }
        // The condition of a group holds for its beginning, once.
        if (step.when.at || step.when.happening || step.when.after > wifi::Duration::zero()) flat.push_back(&step);
        for (unsigned i = 0; i < step.repeat; ++i) flatten(step.steps, flat);
    }
}

}  // namespace

Player::Player(Loop& loop, Journal& journal, const Scenario& scenario, Act act, std::function<void()> ended)
    : loop_(loop), journal_(journal), scenario_(scenario), act_(std::move(act)), ended_(std::move(ended)) {
    flatten(scenario.steps, steps_);
}

void Player::begin() {
    loop_.at(scenario_.duration, [this] {
        if (done_ < steps_.size())
            fail(fmt::format("the scenario's duration is over and step {} of {} (line {}) is not done", done_ + 1,
                             steps_.size(), steps_[done_]->place.line));
    });
    next();
}

void Player::next() {
    if (journal_.has_failed()) return;
    if (done_ == steps_.size()) {
        loop_.after(scenario_.rest, [this] { ended_(); });
        return;
    }
    arm(*steps_[done_]);
}

void Player::arm(const Step& step) {
    if (step.when.happening) {
        const Happening& happening = *step.when.happening;
        journal_.stage(fmt::format("step {} of {}: waiting for {}", done_ + 1, steps_.size(), happening.name));
        const bool came = std::ranges::any_of(recent_, [&](const auto& line) {
            return line.first == happening.source && tells(happening, line.second);
        });
        if (came) {
            loop_.after(step.when.after, [this] { perform(); });
            return;
        }
        awaited_ = &happening;
        limit_ = loop_.after(step.when.within, [this, &happening, &step] {
            fail(fmt::format("no {} within {:.0f} s (step {} of {}, line {})", happening.name,
                             wifi::to_seconds(step.when.within), done_ + 1, steps_.size(), step.place.line));
        });
        return;
    }
    const wifi::Duration at = step.when.at ? *step.when.at : since_boot();
    loop_.at(at + step.when.after, [this] { perform(); });
}

void Player::perform() {
    // What waits when the run fails is not done to a guest that collects its results.
    if (journal_.has_failed()) return;
    const Step& step = *steps_[done_];
    recent_.clear();
    journal_.stage(fmt::format("step {} of {} (line {})", done_ + 1, steps_.size(), step.place.line));
    if (step.steps.empty()) {
        if (auto acted = act_(step.action); !acted) {
            fail(fmt::format("step {} of {} (line {}): {}", done_ + 1, steps_.size(), step.place.line,
                             acted.error().to_string()));
            return;
        }
    }
    ++done_;
    next();
}

void Player::hear(std::string_view source, std::string_view line) {
    const auto is = [&](const Happening& happening) {
        return happening.source == source && tells(happening, line);
    };
    const bool of_a_step = std::ranges::any_of(
        steps_, [&](const Step* step) { return step->when.happening && is(*step->when.happening); });
    if (!of_a_step) return;
    if (recent_.size() < most_recent) recent_.emplace_back(source, line);
    if (awaited_ == nullptr || !is(*awaited_)) return;
    awaited_ = nullptr;
    if (limit_) loop_.cancel(*limit_);
    limit_.reset();
    loop_.after(steps_[done_]->when.after, [this] { perform(); });
}

void Player::fail(const std::string& why) {
    if (journal_.has_failed()) return;
    journal_.failed(why);
    ended_();
}

}  // namespace wlanmedic::lab
