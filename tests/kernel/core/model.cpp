// SPDX-License-Identifier: MIT
#include "model.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <unordered_set>

#include "kernel_view.h"

namespace wlanmedic::policy {
namespace {

constexpr u64 begin = 1'000'000'000'000;

// A state, written down without what no future depends on.
class Canonical {
public:
    Canonical(const Model& model, const connloss_policy& policy, const connloss_core& core)
        : core_(core), policy_(policy), horizon_(model.horizon) {
        for (const Gate& gate : model.policy.gates)
            for (const Condition& condition : gate.of)
                most_failures_ = std::max(most_failures_, static_cast<u64>(condition.count));
        put(core.suspended);
        put(core.gave_up);
        put(core.all_blocked);
        put(core.unproved);
        put(core.vifs);
        age(core.grace_until == CONNLOSS_NEVER ? CONNLOSS_NEVER : core.grace_until - policy.grace);
        for (u8 i = 0; i < core.vifs; ++i) {
            put(core.order[i]);
            add(core.vif[core.order[i]]);
        }
        add(core.limits);
        if (core.ladder.running) add(core.ladder);
    }
    const std::string& text() const { return text_; }

private:
    void put(u64 value) { text_.append(reinterpret_cast<const char*>(&value), sizeof value); }
    void age(u64 then) { put(then == CONNLOSS_NEVER ? CONNLOSS_NEVER : std::min(core_.now - then, horizon_ + 1)); }
    void add(const connloss_vif& vif) {
        for (const u64 flag : {u64{vif.link}, u64{vif.keys}, u64{vif.worked}, u64{vif.radio_blocked}}) put(flag);
        for (const u64 at : {vif.lost_at, vif.made_at, vif.own_reset, vif.fault_at, vif.blocked_at}) age(at);
        for (const u32 times : vif.failed) put(std::min<u64>(times, most_failures_));
        put(vif.access_points);
        for (u8 i = 0; i < vif.access_points; ++i) {
            text_.append(reinterpret_cast<const char*>(vif.access_point[i].bssid), 6);
            for (const u32 times : vif.access_point[i].times) put(std::min<u64>(times, most_failures_));
        }
        put(vif.comebacks);
        for (u8 i = 0; i < vif.comebacks; ++i) {
            const connloss_comeback& comeback = vif.comeback[i];
            put(comeback.has_bssid);
            put(comeback.ours);
            text_.append(reinterpret_cast<const char*>(comeback.bssid), 6);
        }
        for (u8 i = 0; i < core_.watches; ++i) {
            const connloss_window& window = vif.window[i];
            const u8 count = core_.watch[i].count;
            put(window.kept);
            for (unsigned k = 0; k < window.kept; ++k)
                age(window.at[(window.next + count - window.kept + k) % count]);
        }
    }
    void add(const connloss_limits& limits) {
        const u32 most = std::max(policy_.per_hour, policy_.per_day);
        const u32 kept = std::min(limits.actions, most);
        put(kept);
        for (u32 i = 0; i < kept; ++i) age(limits.action[(limits.actions - 1 - i) % CONNLOSS_MAX_COUNT]);
        put(std::min<u32>(limits.since_boot, policy_.per_boot));
        age(limits.decided_at);
        put(limits.cool_down);
    }
    void add(const connloss_ladder& ladder) {
        for (const u64 value : {u64{ladder.vif}, u64{ladder.rung}, u64{ladder.trigger}, u64{ladder.acted > 0},
                                u64{ladder.acted > 1}, u64{ladder.stood}, u64{ladder.made}, u64{ladder.finished}})
            put(value);
        for (const u64 at : {ladder.decided_at, ladder.proved_at, ladder.own_reset_before}) age(at);
    }

    const connloss_core& core_;
    const connloss_policy& policy_;
    u64 horizon_;
    u64 most_failures_ = 0;
    std::string text_;
};

}  // namespace

connloss_event event_of(const Model& model, const Move& move) {
    connloss_event event = model.letters[move.letter].event;
    event.at = move.at;
    return event;
}

Explored explore(const Model& model, std::size_t most,
                 const std::function<void(const std::vector<Move>&, const connloss_core&)>& arrived) {
    const connloss_policy policy = kernel_policy_of(model.policy).value();
    struct Node {
        std::size_t parent = 0;
        Move move;
        std::size_t depth = 0;
    };
    std::vector<Node> nodes(1);
    std::unordered_set<std::string> known;
    const auto core = std::make_unique<connloss_core>();
    const auto next = std::make_unique<connloss_core>();
    Explored explored{.states = 1};
    const auto way_to = [&](std::size_t node) {
        std::vector<Move> way;
        for (; node != 0; node = nodes[node].parent) way.push_back(nodes[node].move);
        std::ranges::reverse(way);
        return way;
    };
    for (std::size_t at = 0; at < nodes.size(); ++at) {
        std::vector<Move> way = way_to(at);
        connloss_core_init(core.get(), &policy);
        for (const Move& move : way) {
            const connloss_event event = event_of(model, move);
            connloss_core_on(core.get(), &event);
        }
        std::vector<u64> instants;
        const u64 now = std::max(core->now, begin);
        for (const u64 step : model.steps) instants.push_back(now + step);
        if (const u64 deadline = connloss_core_deadline(core.get()); deadline != CONNLOSS_NEVER) {
            instants.push_back(deadline);
            if (deadline - 1 > now) instants.push_back(deadline - 1);
        }
        for (const u64 instant : instants)
            for (std::size_t letter = 0; letter < model.letters.size(); ++letter) {
                const Move move{.letter = letter, .at = instant};
                const connloss_event event = event_of(model, move);
                std::memcpy(next.get(), core.get(), sizeof *core);
                connloss_core_on(next.get(), &event);
                ++explored.moves;
                if (!known.insert(Canonical(model, policy, *next).text()).second) continue;
                nodes.push_back({.parent = at, .move = move, .depth = nodes[at].depth + 1});
                explored.depth = nodes.back().depth;
                way.push_back(move);
                arrived(way, *next);
                way.pop_back();
                if (++explored.states == most) return explored;
            }
    }
    explored.complete = true;
    return explored;
}

}  // namespace wlanmedic::policy
