// SPDX-License-Identifier: MIT
#include "shell/xdnd_atoms.hpp"

#include "shell/x11_requests.hpp"

namespace exwm_vr::shell {
namespace {

constexpr std::uint32_t copy_action = WL_DATA_DEVICE_MANAGER_DND_ACTION_COPY;
constexpr std::uint32_t move_action = WL_DATA_DEVICE_MANAGER_DND_ACTION_MOVE;
constexpr std::uint32_t ask_action = WL_DATA_DEVICE_MANAGER_DND_ACTION_ASK;

} // namespace

XdndAtoms::XdndAtoms(xcb_connection_t* connection)
    : selection(x11_atom(connection, "XdndSelection"))
    , aware(x11_atom(connection, "XdndAware"))
    , enter(x11_atom(connection, "XdndEnter"))
    , position(x11_atom(connection, "XdndPosition"))
    , status(x11_atom(connection, "XdndStatus"))
    , leave(x11_atom(connection, "XdndLeave"))
    , drop(x11_atom(connection, "XdndDrop"))
    , finished(x11_atom(connection, "XdndFinished"))
    , types(x11_atom(connection, "XdndTypeList"))
    , copy(x11_atom(connection, "XdndActionCopy"))
    , move(x11_atom(connection, "XdndActionMove"))
    , ask(x11_atom(connection, "XdndActionAsk"))
    , incremental(x11_atom(connection, "INCR")) {}

std::uint32_t XdndAtoms::action_of(xcb_atom_t atom) const {
    return atom == move ? move_action : atom == ask ? ask_action : copy_action;
}

xcb_atom_t XdndAtoms::atom_of(std::uint32_t action) const {
    switch (action) {
    case copy_action:
        return copy;
    case move_action:
        return move;
    case ask_action:
        return ask;
    default:
        return XCB_ATOM_NONE;
    }
}

} // namespace exwm_vr::shell
