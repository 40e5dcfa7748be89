// SPDX-License-Identifier: MIT
#include "evidence/trace_event.h"

#include <algorithm>
#include <array>

#include "evidence/trace_handler.h"

namespace wlanmedic::evidence {
namespace {

// enum nl80211_iftype.
constexpr int iftype_station = 2;
constexpr int iftype_access_point = 3;

// Happenings of these two systems that say nothing about a link: of the calls into the driver (drv_…, rdev_…)
// there are too many to name, of those out of it these.
constexpr std::array<std::string_view, 52> without_weight{
    "api_chswitch_done",
    "api_enable_rssi_reports",
    "api_eosp",
    "api_gtk_rekey_notify",
    "api_radar_detected",
    "api_ready_on_channel",
    "api_remain_on_channel_expired",
    "api_request_smps",
    "api_sched_scan_results",
    "api_sched_scan_stopped",
    "api_send_eosp_nullfunc",
    "api_sta_block_awake",
    "api_sta_set_buffered",
    "api_start_tx_ba_cb",
    "api_start_tx_ba_session",
    "api_stop_tx_ba_cb",
    "api_stop_tx_ba_session",
    "cfg80211_bss_color_notify",
    "cfg80211_cac_event",
    "cfg80211_ch_switch_started_notify",
    "cfg80211_chandef_dfs_required",
    "cfg80211_control_port_tx_status",
    "cfg80211_ft_event",
    "cfg80211_get_bss",
    "cfg80211_gtk_rekey_notify",
    "cfg80211_ibss_joined",
    "cfg80211_inform_bss_frame",
    "cfg80211_links_removed",
    "cfg80211_mgmt_tx_status",
    "cfg80211_michael_mic_failure",
    "cfg80211_notify_new_peer_candidate",
    "cfg80211_pmksa_candidate_notify",
    "cfg80211_pmsr_complete",
    "cfg80211_pmsr_report",
    "cfg80211_probe_status",
    "cfg80211_radar_event",
    "cfg80211_ready_on_channel",
    "cfg80211_ready_on_channel_expired",
    "cfg80211_reg_can_beacon",
    "cfg80211_report_obss_beacon",
    "cfg80211_report_wowlan_wakeup",
    "cfg80211_return_bool",
    "cfg80211_return_bss",
    "cfg80211_return_u32",
    "cfg80211_return_uint",
    "cfg80211_rx_control_port",
    "cfg80211_rx_mgmt",
    "cfg80211_rx_spurious_frame",
    "cfg80211_rx_unexpected_4addr_frame",
    "cfg80211_scan_done",
    "cfg80211_sched_scan_results",
    "cfg80211_sched_scan_stopped",
};
constexpr std::array<std::string_view, 4> also_without_weight{"cfg80211_stop_iface", "cfg80211_tdls_oper_request",
                                                              "cfg80211_tx_mgmt_expired",
                                                              "cfg80211_update_owe_info_event"};

}  // namespace

struct TraceDecoder::Tracepoint {
    std::string_view name;
    Handler handler;
    bool of_an_interface = true;  // malformed without one
};

const TraceDecoder::Tracepoint* TraceDecoder::find(std::string_view name) {
    static constexpr std::array<Tracepoint, 47> all{{
        {"api_beacon_loss", &TraceDecoder::reported},
        {"api_connection_loss", &TraceDecoder::reported},
        {"api_cqm_beacon_loss_notify", &TraceDecoder::reported},
        {"api_cqm_rssi_notify", &TraceDecoder::signal},
        {"api_disconnect", &TraceDecoder::reported},
        {"api_restart_hw", &TraceDecoder::device, false},
        {"api_scan_completed", &TraceDecoder::scan_completed, false},
        {"cfg80211_assoc_comeback", &TraceDecoder::comeback, false},
        {"cfg80211_ch_switch_notify", &TraceDecoder::channel},
        {"cfg80211_cqm_pktloss_notify", &TraceDecoder::lost_packets},
        {"cfg80211_cqm_rssi_notify", &TraceDecoder::signal},
        {"cfg80211_del_sta", &TraceDecoder::station},
        {"cfg80211_new_sta", &TraceDecoder::station},
        {"cfg80211_rx_mlme_mgmt", &TraceDecoder::frame_received},
        {"cfg80211_rx_unprot_mlme_mgmt", &TraceDecoder::unprotected},
        {"cfg80211_send_assoc_failure", &TraceDecoder::assoc_failure},
        {"cfg80211_send_assoc_timeout", &TraceDecoder::assoc_failure},
        {"cfg80211_send_auth_timeout", &TraceDecoder::auth_timeout},
        {"cfg80211_send_rx_assoc", &TraceDecoder::assoc_answer},
        {"cfg80211_send_rx_auth", &TraceDecoder::auth_answer},
        {"cfg80211_tx_mlme_mgmt", &TraceDecoder::frame_sent},
        {"drv_add_interface", &TraceDecoder::added_or_removed},
        {"drv_change_interface", &TraceDecoder::new_type},
        {"drv_hw_scan", &TraceDecoder::scan},
        {"drv_mgd_complete_tx", &TraceDecoder::complete_tx},
        {"drv_mgd_prepare_tx", &TraceDecoder::prepare_tx},
        {"drv_reconfig_complete", &TraceDecoder::device, false},
        {"drv_remove_interface", &TraceDecoder::added_or_removed},
        {"drv_set_key", &TraceDecoder::key},
        {"drv_sta_state", &TraceDecoder::sta_state},
        {"drv_sw_scan_complete", &TraceDecoder::scan},
        {"drv_sw_scan_start", &TraceDecoder::scan},
        {"rdev_add_key", &TraceDecoder::station_changed},
        {"rdev_assoc", &TraceDecoder::assoc},
        {"rdev_auth", &TraceDecoder::auth},
        {"rdev_change_beacon", &TraceDecoder::new_type},
        {"rdev_change_station", &TraceDecoder::station_changed},
        {"rdev_change_virtual_intf", &TraceDecoder::new_type},
        {"rdev_connect", &TraceDecoder::asked_to_connect},
        {"rdev_deauth", &TraceDecoder::asked_to_leave},
        {"rdev_del_station", &TraceDecoder::new_type},
        {"rdev_disassoc", &TraceDecoder::asked_to_leave},
        {"rdev_disconnect", &TraceDecoder::asked_to_leave},
        {"rdev_set_default_key", &TraceDecoder::station_changed},
        {"rdev_set_power_mgmt", &TraceDecoder::power_save},
        {"rdev_start_ap", &TraceDecoder::new_type},
        {"rdev_stop_ap", &TraceDecoder::new_type},
    }};
    static constexpr std::array<Tracepoint, 2> sleeping{{
        {"rdev_resume", &TraceDecoder::sleep, false},
        {"rdev_suspend", &TraceDecoder::sleep, false},
    }};
    static_assert(std::ranges::is_sorted(all, {}, &Tracepoint::name));
    if (const auto found = std::ranges::lower_bound(all, name, {}, &Tracepoint::name);
        found != all.end() && found->name == name)
        return &*found;
    const auto found = std::ranges::find(sleeping, name, &Tracepoint::name);
    return found == sleeping.end() ? nullptr : &*found;
}

TraceDecoder::Interface& TraceDecoder::interface(std::string_view name) {
    if (const auto found = interfaces_.find(name); found != interfaces_.end()) return found->second;
    if (interfaces_.size() >= most_interfaces) return crowd_ = Interface{};
    return interfaces_.emplace(name, Interface{}).first->second;
}

void TraceDecoder::forget() {
    for (auto& [name, known] : interfaces_)
        known = Interface{.phy = std::move(known.phy), .type = known.type, .p2p = known.p2p};
    suspended_ = false;
}

Decoded TraceDecoder::decode(std::string_view text, std::string_view task) {
    const std::size_t end = text.find(": ");
    std::string_view name = text.substr(0, end);
    if (name.ends_with(':')) name.remove_suffix(1);
    if (const std::size_t system = name.find(':'); system != std::string_view::npos) {
        const std::string_view of = name.substr(0, system);
        if (of != "mac80211" && of != "cfg80211" && of != "connloss") return Decoded::foreign();
        name = name.substr(system + 1);
    }
    Line line{.name = name, .fields = {}, .task = task, .interface = {}, .phy = {}};
    if (end != std::string_view::npos) line.fields = text.substr(end + 2);
    while (line.fields.starts_with(' ')) line.fields.remove_prefix(1);

    if (name.starts_with("connloss_")) return guard(line);
    const Tracepoint* tracepoint = find(name);
    const auto vif = trace_vif(line.fields);
    if (tracepoint == nullptr) {
        const bool told_upward = name.starts_with("cfg80211_") || name.starts_with("api_");
        if (!told_upward && !name.starts_with("drv_") && !name.starts_with("rdev_")) return Decoded::foreign();
        const bool known = std::ranges::binary_search(without_weight, name) ||
                           std::ranges::binary_search(also_without_weight, name);
        if (!told_upward || known) return noted();
        return unrecognized();
    }
    line.phy = trace_phy(line.fields);
    if (vif)
        line.interface = vif->name;
    else if (const auto netdev = trace_netdev(line.fields))
        line.interface = *netdev;
    if (line.interface.empty())
        return tracepoint->of_an_interface ? malformed() : (this->*tracepoint->handler)(line);

    Interface& own = interface(line.interface);
    if (line.phy.empty())
        line.phy = own.phy;
    else
        own.phy = line.phy;
    if (vif && tracepoint->handler != &TraceDecoder::added_or_removed) {
        if (auto decoded = role(line, vif->type, vif->p2p)) return *decoded;
    }
    const bool about_roles =
        tracepoint->handler == &TraceDecoder::added_or_removed || tracepoint->handler == &TraceDecoder::new_type;
    if (!about_roles && own.type.value_or(iftype_station) != iftype_station) return noted();
    return (this->*tracepoint->handler)(line);
}

// What an interface is shows in most lines. An event where it is news that matters: nothing is known of it yet and
// it is no station, or it was something else.
std::optional<Decoded> TraceDecoder::role(const Line& line, int type, bool p2p) {
    Interface& own = interface(line.interface);
    const bool news = own.type ? (own.type != type || own.p2p != p2p) : type != iftype_station;
    if (news) own = Interface{.phy = own.phy};
    own.type = type;
    own.p2p = p2p;
    if (!news) return std::nullopt;
    return line.event(wifi::InterfaceType{.type = std::string(interface_type(type, p2p)), .removed = false});
}

Decoded TraceDecoder::added_or_removed(const Line& line) {
    const auto vif = trace_vif(line.fields);
    if (!vif) return malformed();
    const bool removed = line.name == "drv_remove_interface";
    Interface& own = interface(line.interface);
    own = Interface{.phy = own.phy, .type = vif->type, .p2p = vif->p2p};
    return line.event(
        wifi::InterfaceType{.type = std::string(interface_type(vif->type, vif->p2p)), .removed = removed});
}

Decoded TraceDecoder::new_type(const Line& line) {
    // nl80211 gives these to no station. Which of the others it is does not matter.
    const bool serves = line.name == "rdev_start_ap" || line.name == "rdev_change_beacon" ||
                        line.name == "rdev_stop_ap" || line.name == "rdev_del_station";
    if (serves && interface(line.interface).type.value_or(iftype_station) != iftype_station) return noted();
    auto told = trace_number(line.fields, "new type:");
    if (!told) told = trace_number(line.fields, " type: ");
    if (serves) told = iftype_access_point;
    if (!told || *told < 0 || *told > 100) return malformed();
    const bool p2p = line.name == "drv_change_interface" && line.fields.ends_with("/p2p");
    const auto decoded = role(line, static_cast<int>(*told), p2p);
    return decoded ? *decoded : noted();
}

std::vector<std::string_view> trace_literals() {
    return {"api_beacon_loss:",
            "api_connection_loss:",
            "api_cqm_",
            "api_disconnect:",
            "api_restart_hw:",
            "api_scan_completed:",
            "cfg80211_assoc_comeback:",
            "cfg80211_ch_switch_notify:",
            "cfg80211_cqm_",
            "cfg80211_del_sta:",
            "cfg80211_new_sta:",
            "cfg80211_rx_mlme_mgmt:",
            "cfg80211_rx_unprot_mlme_mgmt:",
            "cfg80211_send_",
            "cfg80211_tx_mlme_mgmt:",
            "connloss_action:",
            "connloss_decision:",
            "connloss_event:",
            "drv_add_interface:",
            "drv_change_interface:",
            "drv_hw_scan:",
            "drv_mgd_complete_tx:",
            "drv_mgd_prepare_tx:",
            "drv_reconfig_complete:",
            "drv_remove_interface:",
            "drv_set_key:",
            "drv_sta_state:",
            "drv_sw_scan_",
            "rdev_add_key:",
            "rdev_change_beacon:",
            "rdev_del_station:",
            "rdev_set_default_key:",
            "rdev_stop_ap:",
            "rdev_assoc:",
            "rdev_auth:",
            "rdev_change_station:",
            "rdev_change_virtual_intf:",
            "rdev_connect:",
            "rdev_deauth:",
            "rdev_disassoc:",
            "rdev_disconnect:",
            "rdev_resume:",
            "rdev_set_power_mgmt:",
            "rdev_start_ap:",
            "rdev_suspend:",
            " EVENTS]",
            "EVENTS DROPPED]",
            "# entries-in-buffer/"};
}

}  // namespace wlanmedic::evidence
