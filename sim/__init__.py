"""Minsheng workbench (民生工作台): a household microsimulation of civil-affairs policy for Chinese counties and cities."""
