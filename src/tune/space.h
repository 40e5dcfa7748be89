// SPDX-License-Identifier: MIT
// All policies of a sweep: a base, and what is put into it for each combination of the axes. They are numbered,
// and made when they are needed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "policy/policy.h"
#include "tune/axes.h"
#include "wifi/error.h"

namespace wlanmedic::tune {

/// Places on the axes.
struct Setting {
    std::size_t count = 0;
    std::size_t window = 0;
    std::size_t gate = 0;
    std::size_t cool_down = 0;
    std::size_t ladder = 0;

    bool operator==(const Setting&) const = default;
};

class Space {
public:
    static constexpr std::size_t most_candidates = 1'000'000;

    struct LeftOut {
        std::size_t forbidden = 0;  ///< the driver's hazards forbid all rungs
        std::size_t same = 0;       ///< the same as another, once forbidden rungs are skipped
        std::size_t never_fires = 0;
        std::vector<std::string> because;  ///< one sentence for each reason
    };

    /// Rungs that are `forbidden` or that the base never takes are skipped. Errors: more than most_candidates;
    /// none is left; the base counts nothing, or has too many gates.
    static wifi::Result<Space> cross(Axes axes, policy::Policy base, const std::vector<driver::Method>& forbidden);

    std::size_t size() const { return triples_.size() * axes_.cool_downs.size() * axes_.ladders.size(); }
    /// Of the whole product, those left out included.
    std::size_t crossed() const { return crossed_; }
    const Axes& axes() const { return axes_; }
    const policy::Policy& base() const { return base_; }
    const LeftOut& left_out() const { return left_out_; }

    /// `number` is below size().
    Setting setting(std::size_t number) const;
    std::shared_ptr<const policy::Policy> policy(std::size_t number) const;
    /// "3 within 1 min, gate none, function_reset, cool-down 2 min"
    std::string text(std::size_t number) const;

private:
    struct Triple {
        std::uint32_t count;
        std::uint32_t window;
        std::uint32_t gate;
    };

    policy::Policy policy_of(const Setting& setting) const;
    void drop_ladders(const std::vector<driver::Method>& forbidden);

    Axes axes_;
    policy::Policy base_;
    std::vector<Triple> triples_;  // those that can fire
    std::size_t crossed_ = 0;
    LeftOut left_out_;
};

}  // namespace wlanmedic::tune
