// SPDX-License-Identifier: MIT
// Brings the medium's judgement into the kernel: registered with hwsim only while something is wrong in the air.
#pragma once

#include <cstdint>
#include <map>
#include <memory>

#include "lab/guest/hwsim.h"
#include "lab/guest/journal.h"
#include "lab/guest/loop.h"
#include "lab/medium/medium.h"
#include "lab/scenario/scenario.h"

namespace wlanmedic::lab {

class MediumHost {
public:
    MediumHost(Loop& loop, Journal& journal, const Scenario& scenario, std::uint64_t seed);

    wifi::Result<void> act(const AddRule& action);
    wifi::Result<void> act(const ClearRules& action);
    wifi::Result<void> act(const WedgeRadio& action);
    wifi::Result<void> act(const UnwedgeRadio& action);
    wifi::Result<void> act(const FadeRadios& action);
    wifi::Result<void> act(const Spoof& action);

    /// Something was done to the radio, by whomever.
    void treated(Radio radio, Treatment treatment);
    /// The radio was removed and made anew with this address: hwsim calls it by that one from now on.
    void renewed(Radio radio, const wifi::MacAddress& address);
    /// Frames that wait are dropped; the kernel's own medium delivers again.
    void end();

private:
    wifi::Result<void> settle();
    void resettle();
    void release();
    void advance();
    void on_sent(SentFrame frame);
    void on_address(const HwsimAddress& hwsim, const wifi::MacAddress& address, bool added);
    std::optional<Radio> radio_of(const HwsimAddress& address) const;
    void tell_fate(Radio from, const Frame& frame, const Fate& fate);
    void deliver(Radio to, std::span<const std::uint8_t> bytes, int signal_dbm, std::uint32_t frequency);
    void spoof_one(const Spoof& action, unsigned left);

    Loop& loop_;
    Journal& journal_;
    const Scenario& scenario_;
    Medium medium_;
    std::map<Radio, HwsimAddress> hwsim_;  // what hwsim calls a radio
    std::unique_ptr<Registration> registration_;
    std::optional<Loop::Timer> change_;
    unsigned waiting_ = 0;  // frames whose delivery is delayed, and spoofed ones to come
    bool ended_ = false;
    std::uint16_t spoofed_ = 0;
};

}  // namespace wlanmedic::lab
